package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// descriptors are the cases of the converter.
var descriptors = filepath.Join("..", "..", "internal", "occopus", "testdata")

// command runs the command and wants an exit code. What it wrote is returned.
func command(t *testing.T, want int, arguments ...string) (stdout, stderr string) {
	t.Helper()
	var out, problems bytes.Buffer
	if got := execute(arguments, &out, &problems); got != want {
		t.Fatalf("occopus2tf %s: exit code %d, want %d:\n%s", strings.Join(arguments, " "), got, want, problems.String())
	}
	return out.String(), problems.String()
}

func TestComplete(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "configuration")
	infra := filepath.Join(descriptors, "docker-swarm", "infra.yaml")
	if stdout, stderr := command(t, exitComplete, "-out", out, infra); stdout+stderr != "" {
		t.Errorf("wrote %q and %q", stdout, stderr)
	}
	for _, name := range []string{"versions.tf", "providers.tf", "variables.tf", "main.tf", "outputs.tf", "templates/cloud_init_worker.yaml"} {
		got, err := os.ReadFile(filepath.Join(out, name))
		want, _ := os.ReadFile(filepath.Join(descriptors, "docker-swarm", "want", name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %v\n%s", name, err, got)
		}
	}
	secrets, err := os.Stat(filepath.Join(out, "secrets.auto.tfvars"))
	if err != nil || secrets.Mode().Perm() != 0o600 {
		t.Errorf("secrets.auto.tfvars: %v, %v", secrets, err)
	}
}

// TestPartly: what cannot be translated is a line of the report and a comment, and the rest is written.
func TestPartly(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	folder := filepath.Join(descriptors, "features")
	_, report := command(t, exitPartly, "-out", out, filepath.Join(folder, "infra.yaml"), filepath.Join(folder, "nodes", "node_definitions.yaml"))
	main, err := os.ReadFile(filepath.Join(out, "main.tf"))
	if err != nil {
		t.Fatal(err)
	}
	for _, lost := range []string{
		"the provider has no resource for the type ec2", "config_management chef", "it calls cmd", "OCCI cannot boot a VM from a new volume",
	} {
		if !strings.Contains(report, lost) || !strings.Contains(string(main), lost) {
			t.Errorf("%q is not in the report or not in main.tf:\n%s", lost, report)
		}
	}
}

func TestNothingIsOverwritten(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	infra := filepath.Join(descriptors, "cloudsigma-helloworld", "infra.yaml")
	if err := os.WriteFile(filepath.Join(out, "main.tf"), []byte("# mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr := command(t, exitMistake, "-out", out, infra); !strings.Contains(stderr, "main.tf exists; -force overwrites it") {
		t.Errorf("got %s", stderr)
	}
	if files, err := os.ReadDir(out); err != nil || len(files) != 1 {
		t.Errorf("there are %v, %v", files, err)
	}
	command(t, exitComplete, "-force", "-out", out, infra)
}

func TestMistake(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	infra := filepath.Join(folder, "infra.yaml")
	if err := os.WriteFile(infra, []byte("infra_name: i\nnodes:\n  - name: a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(folder, "out")
	if _, stderr := command(t, exitMistake, "-out", out, infra); !strings.Contains(stderr, infra+":3:5: type is missing") {
		t.Errorf("got %s", stderr)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("something was written")
	}
	command(t, exitMistake, filepath.Join(folder, "absent.yaml"))
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, arguments := range [][]string{{}, {"-absent"}, {"-server", "nova", "infra.yaml"}} {
		if _, stderr := command(t, exitUsage, arguments...); !strings.Contains(stderr, "Try occopus2tf --help.") {
			t.Errorf("%v: got %s", arguments, stderr)
		}
	}
	stdout, _ := command(t, exitComplete, "--help")
	for _, part := range []string{"-out", "-server", "-force", "Exit codes:", "Example:"} {
		if !strings.Contains(stdout, part) {
			t.Errorf("the help does not have %s", part)
		}
	}
}
