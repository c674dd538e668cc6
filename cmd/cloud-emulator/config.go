package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// config is what the flags say. An empty address switches a cloud off.
type config struct {
	occiAddress       string
	keystoneAddress   string
	cloudsigmaAddress string
	allowRemote       bool

	manner   occi.Manner
	latency  time.Duration
	bootTime time.Duration
	seed     uint64

	livePorts   bool
	logRequests bool
	// envFile is the path of the file of shell exports; "" writes none.
	envFile string
}

const help = `cloud-emulator runs clouds in memory, to try Terraform configurations on:

  OCCI         an OpenStack with the OCCI API, in one of four manners:
                 guide         as the OpenStack OCCI guide describes it
                 occi-os       as the program occi-os was seen to behave
                 ooi           as ooi on today's OpenStack was seen to behave, under /occi1.2
                 standard-1.2  as the OCCI 1.2 specifications ask for, with JSON
  Keystone     the identity service in front of it, v2.0 and v3:
               user demo, password demo-password, project (tenant) demo
  CloudSigma   the CloudSigma API 2.0

They forget everything when the program ends (Ctrl-C, or SIGTERM).

Usage:

  cloud-emulator [flags]

Flags:

%s
Examples:

  cloud-emulator
        all clouds on their usual ports; prints the variables to set
  cloud-emulator --occi-addr 127.0.0.1:0 --keystone-addr "" --cloudsigma-addr ""
        only OCCI, on any free port, without authentication
  cloud-emulator --occi-manner occi-os --boot-time 20s --latency 200ms --log
        a slow cloud with the quirks of occi-os; each request is a line on stderr
  cloud-emulator --env-file /tmp/clouds.env & until [ -s /tmp/clouds.env ]; do sleep 0.1; done; . /tmp/clouds.env
        in a script: waits until all clouds answer, then sets the variables

Each cloud also answers at its own address, without credentials:

  GET            /_emulator/inventory   what users made and has not gone yet
  GET, DELETE    /_emulator/requests    the requests so far, with headers and bodies; forgets them
  GET, DELETE    /_emulator/faults      the faults in force; removes them
  POST           /_emulator/faults      makes requests fail:
        curl -d '{"kind":"answer","method":"POST","path":"^/compute/","status":503,"times":2}' \
             http://127.0.0.1:8787/_emulator/faults
        kind is answer (with status, header, body), drop (cuts the connection), lose-answer (does
        what was asked, then cuts it) or delay (nanoseconds); skip and times count matching requests.
  POST           /_emulator/machines    breaks a virtual machine, by its id in the inventory:
        curl -d '{"id":"/compute/4a7c...","break":"mute"}' http://127.0.0.1:8787/_emulator/machines
        mute has it stop answering until it is restarted (with --live-ports), error has it fail, stop
        stops it, vanish removes it.

With --live-ports virtual machines listen as long as they run, for checks of their health. The user data asks
for ports by a comment on a line of its own:

  # live-ports: 22/ssh, 5000/http after 2s, 8080, 3306 to 127.0.0.1:13306

ssh shows a banner, http answers 200, "to" passes connections on to a real server on loopback, "after" opens the
port so long after the boot. It needs Linux, and for ports below 1024 usually root.
`

// parseFlags reads the command line. For --help it writes the help to output and returns flag.ErrHelp.
func parseFlags(arguments []string, output io.Writer) (config, error) {
	var c config
	var defaults strings.Builder
	flags := flag.NewFlagSet("cloud-emulator", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // The error is returned, and the help written below.
	flags.StringVar(&c.occiAddress, "occi-addr", "127.0.0.1:8787", "`address` of the OCCI cloud; port 0 is any free one, \"\" switches it off")
	flags.StringVar(&c.keystoneAddress, "keystone-addr", "127.0.0.1:35357", "`address` of Keystone; \"\" switches it off, and OCCI then lets everybody in")
	flags.StringVar(&c.cloudsigmaAddress, "cloudsigma-addr", "127.0.0.1:8788", "`address` of CloudSigma; \"\" switches it off")
	flags.BoolVar(&c.allowRemote, "allow-remote", false, "allow addresses other than loopback; the passwords are known to all")
	flags.StringVar((*string)(&c.manner), "occi-manner", string(occi.MannerGuide), "`manner` of the OCCI cloud: guide, occi-os, ooi or standard-1.2")
	flags.DurationVar(&c.latency, "latency", 0, "`time` added to each answer")
	flags.DurationVar(&c.bootTime, "boot-time", 2*time.Second, "`time` that a virtual machine takes to boot; other changes take half of it or as long")
	flags.Uint64Var(&c.seed, "seed", 1, "`number` from which identifiers and tokens are made; the same requests then get the same ones")
	flags.BoolVar(&c.livePorts, "live-ports", false, "virtual machines get addresses on loopback, and listen on the ports that their user data asks for")
	flags.BoolVar(&c.logRequests, "log", false, "write each request as a line to stderr")
	flags.StringVar(&c.envFile, "env-file", "", "`path` of a file that is written, with shell exports, as soon as all clouds answer")

	err := flags.Parse(arguments)
	if errors.Is(err, flag.ErrHelp) {
		flags.SetOutput(&defaults)
		flags.PrintDefaults()
		_, _ = fmt.Fprintf(output, help, strings.ReplaceAll(defaults.String(), "  -", "  --"))
		return config{}, flag.ErrHelp
	}
	if err != nil {
		return config{}, err
	}
	if flags.NArg() > 0 {
		return config{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return c, c.validate()
}

func (c config) validate() error {
	addresses := map[string]string{
		"occi-addr": c.occiAddress, "keystone-addr": c.keystoneAddress, "cloudsigma-addr": c.cloudsigmaAddress,
	}
	used := 0
	for _, name := range []string{"occi-addr", "keystone-addr", "cloudsigma-addr"} {
		if addresses[name] == "" {
			continue
		}
		used++
		if err := c.checkAddress(addresses[name]); err != nil {
			return fmt.Errorf("--%s: %w", name, err)
		}
	}
	switch manners := occi.Manners(); {
	case used == 0:
		return errors.New("all clouds are switched off")
	case !slices.Contains(manners, c.manner):
		return fmt.Errorf("--occi-manner: %q is none of %q", c.manner, manners)
	case c.latency < 0:
		return fmt.Errorf("--latency: %s is negative", c.latency)
	case c.bootTime < 0:
		return fmt.Errorf("--boot-time: %s is negative", c.bootTime)
	}
	return nil
}

// checkAddress refuses what could be reached from another machine.
func (c config) checkAddress(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%q is no host:port", address)
	}
	if c.allowRemote || host == "localhost" || net.ParseIP(host).IsLoopback() {
		return nil
	}
	return fmt.Errorf("%q is not on loopback; give --allow-remote if others shall reach it", address)
}
