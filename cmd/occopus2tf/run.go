package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occopus"
)

const usage = `Usage: occopus2tf [flags] INFRASTRUCTURE [NODE_DEFINITIONS ...]

Converts descriptors of Occopus into a Terraform configuration for the provider occi.

INFRASTRUCTURE is the infrastructure description. NODE_DEFINITIONS are the files with the node definitions; without any
it is nodes/node_definitions.yaml beside the infrastructure description. Files that they import (!yaml_import,
!text_import) are looked for beside the file that imports them.

The folder of -out gets versions.tf, providers.tf, variables.tf, main.tf and outputs.tf, the context templates in templates/,
and secrets.auto.tfvars (mode 0600) with the passwords of the descriptors. The report goes to standard error: a line for each
thing that is not translated, which is a comment in main.tf as well, and notes on what is done in another way.

  -out FOLDER     Folder of the configuration; it is made if it is missing. Default: terraform
  -server NAME    OCCI server in front of the Nova of nodes of the type nova: occi-os (default; security groups, but no choice
                  of networks) or ooi (networks, but no security groups)
  -force          Overwrite files of the configuration that exist

Exit codes:
  0  all was translated
  1  a descriptor has a mistake, which is shown as file:line:column, or a file could not be read or written
  2  the command line has a mistake
  3  the configuration was written, but something was not translated: other clouds, configuration managers (chef, puppet),
     templates that call cmd, and what the report says

Example:
  occopus2tf -out swarm infra-docker-swarm.yaml nodes/node_definitions.yaml
  cd swarm && terraform init && terraform plan
`

// config is the command line.
type config struct {
	options occopus.Options
	out     string
	force   bool
}

func parseFlags(arguments []string, help io.Writer) (config, error) {
	var parsed config
	flags := flag.NewFlagSet("occopus2tf", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&parsed.out, "out", "terraform", "")
	flags.StringVar(&parsed.options.Server, "server", occopus.ServerOcciOS, "")
	flags.BoolVar(&parsed.force, "force", false, "")
	if err := flags.Parse(arguments); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			_, _ = io.WriteString(help, usage)
		}
		return config{}, err
	}
	if flags.NArg() == 0 {
		return config{}, errors.New("the infrastructure description is missing")
	}
	if servers := []string{occopus.ServerOcciOS, occopus.ServerOOI}; !slices.Contains(servers, parsed.options.Server) {
		return config{}, fmt.Errorf("-server is one of %v, not %q", servers, parsed.options.Server)
	}
	parsed.options.Infrastructure = flags.Arg(0)
	parsed.options.Definitions = flags.Args()[1:]
	if len(parsed.options.Definitions) == 0 {
		parsed.options.Definitions = []string{filepath.Join(filepath.Dir(flags.Arg(0)), "nodes", "node_definitions.yaml")}
	}
	return parsed, nil
}

// run converts, and tells whether all was translated.
func run(config config, report io.Writer) (complete bool, err error) {
	configuration, err := occopus.Convert(config.options)
	if err != nil {
		return false, err
	}
	if err := write(configuration, config); err != nil {
		return false, err
	}
	return configuration.Complete(), configuration.WriteReport(report)
}

// write writes the files. Without -force it writes none if one of them exists.
func write(configuration *occopus.Configuration, config config) error {
	for name := range configuration.Files {
		path := filepath.Join(config.out, filepath.FromSlash(name))
		if _, err := os.Stat(path); !config.force && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s exists; -force overwrites it", path)
		}
	}
	for name, text := range configuration.Files {
		path := filepath.Join(config.out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // a configuration is no secret
			return fmt.Errorf("could not make a folder of the configuration: %w", err)
		}
		mode := fs.FileMode(0o644)
		if configuration.Secret[name] {
			mode = 0o600
		}
		if err := os.WriteFile(path, text, mode); err != nil {
			return fmt.Errorf("could not write the configuration: %w", err)
		}
	}
	return nil
}
