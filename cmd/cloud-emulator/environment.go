package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
)

// exports returns shell commands that set the variables which the clients of these clouds read.
func (r *clouds) exports() string {
	var lines strings.Builder
	export := func(name, value string) {
		fmt.Fprintf(&lines, "export %s='%s'\n", name, value)
	}
	if r.occi != nil {
		export("OCCI_ENDPOINT", r.occi.URL+r.occiPath)
	}
	if r.keystone != nil {
		export("OS_AUTH_URL", r.keystone.URL+"/v3")
		export("OS_USERNAME", keystone.DefaultUserName)
		export("OS_PASSWORD", keystone.DefaultPassword)
		export("OS_PROJECT_NAME", keystone.DefaultTenantName)
		export("OS_TENANT_NAME", keystone.DefaultTenantName)
	}
	if r.cloudsigma != nil {
		export("CLOUDSIGMA_ENDPOINT", r.cloudsigma.URL+"/api/2.0/")
		export("CLOUDSIGMA_USERNAME", cloudsigma.DefaultUser)
		export("CLOUDSIGMA_PASSWORD", cloudsigma.DefaultPassword)
	}
	return lines.String()
}

// writeAtomically makes the file appear whole, so that a script may wait for it. "" writes nothing.
func writeAtomically(path, content string) error {
	if path == "" {
		return nil
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("writing --env-file: %w", err)
	}
	_, err = temporary.WriteString(content)
	if err = errors.Join(err, temporary.Close()); err == nil {
		err = os.Rename(temporary.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("writing --env-file: %w", errors.Join(err, os.Remove(temporary.Name())))
	}
	return nil
}

// removeStale removes the file of clouds that do not run, for which a script might take it.
func removeStale(path string) error {
	if path == "" {
		return nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) { //nolint:gosec // The user names the file.
		return fmt.Errorf("removing --env-file: %w", err)
	}
	return nil
}
