// Command cloud-emulator runs an emulated OCCI cloud, its Keystone and an emulated CloudSigma location
// on loopback, for demonstrations and for people who write Terraform modules without a cloud.
//
// It must not know the provider: it serves HTTP, whoever the client is.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	config, err := parseFlags(os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "cloud-emulator: %v\nTry cloud-emulator --help.\n", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err = run(ctx, config, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintf(os.Stderr, "cloud-emulator: %v\n", err)
		os.Exit(1)
	}
}
