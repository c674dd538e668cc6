// Command occopus2tf converts descriptors of Occopus into a Terraform configuration.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

// Exit codes, as --help says.
const (
	exitMistake = 1
	exitUsage   = 2
	exitPartly  = 3
)

func main() {
	config, err := parseFlags(os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "occopus2tf: %v\nTry occopus2tf --help.\n", err)
		os.Exit(exitUsage)
	}
	complete, err := run(config, os.Stderr)
	if err != nil {
		fmt.Fprintf(os.Stderr, "occopus2tf: %v\n", err)
		os.Exit(exitMistake)
	}
	if !complete {
		os.Exit(exitPartly)
	}
}
