// Command occopus2tf converts descriptors of Occopus into a Terraform configuration.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

// Exit codes, as --help says.
const (
	exitComplete = 0
	exitMistake  = 1
	exitUsage    = 2
	exitPartly   = 3
)

func main() {
	os.Exit(execute(os.Args[1:], os.Stdout, os.Stderr))
}

// execute runs the command and returns its exit code.
func execute(arguments []string, stdout, stderr io.Writer) int {
	config, err := parseFlags(arguments, stdout)
	if errors.Is(err, flag.ErrHelp) {
		return exitComplete
	}
	if err != nil {
		fmt.Fprintf(stderr, "occopus2tf: %v\nTry occopus2tf --help.\n", err)
		return exitUsage
	}
	complete, err := run(config, stderr)
	switch {
	case err != nil:
		fmt.Fprintf(stderr, "occopus2tf: %v\n", err)
		return exitMistake
	case !complete:
		return exitPartly
	}
	return exitComplete
}
