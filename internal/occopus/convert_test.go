package occopus_test

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occopus"
)

var update = flag.Bool("update", false, "write testdata/*/want")

// partly are the cases of which something is not translated.
var partly = []string{"dataavenue-cluster", "features"}

// convert converts a case of testdata: infra.yaml with nodes/node_definitions.yaml, for the server that the file server
// names.
func convert(t *testing.T, folder string) *occopus.Configuration {
	t.Helper()
	server, err := os.ReadFile(filepath.Join(folder, "server"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	configuration, err := occopus.Convert(occopus.Options{
		Infrastructure: filepath.Join(folder, "infra.yaml"),
		Definitions:    []string{filepath.Join(folder, "nodes", "node_definitions.yaml")},
		Server:         strings.TrimSpace(string(server)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return configuration
}

// TestConvert converts what the tutorials of Occopus have, typed anew, and cases of our own. testdata/*/want is what they
// become, with the report; go test -update writes it.
func TestConvert(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob(filepath.Join("testdata", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, folder := range folders {
		name := filepath.Base(folder)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			configuration := convert(t, folder)
			if configuration.Complete() == slices.Contains(partly, name) {
				t.Errorf("complete: %t", configuration.Complete())
			}
			got := map[string]string{}
			for name, text := range configuration.Files {
				got[name] = string(text)
			}
			var report strings.Builder
			if err := configuration.WriteReport(&report); err != nil {
				t.Fatal(err)
			}
			got["report.txt"] = filepath.ToSlash(report.String())
			want := filepath.Join(folder, "want")
			if *update {
				write(t, want, got)
			}
			if difference := cmp.Diff(read(t, want), got); difference != "" {
				t.Errorf("want (-), got (+):\n%s", difference)
			}
		})
	}
}

func write(t *testing.T, folder string, files map[string]string) {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(folder, path))
		files[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestTutorials has the descriptors of occopus/docs whose resource is cloudsigma or nova.
func TestTutorials(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"autoscaling-hadoop", "cloudsigma-helloworld", "cloudsigma-ping", "cqueue-cluster", "dataavenue-cluster", "docker-swarm",
		"hadoop-cluster", "jupyterlab", "kubernetes-cluster", "nova-helloworld", "nova-ping", "slurm-cluster",
		"spark-cluster-with-python", "spark-cluster-with-r", "tensorflow-jupyter-gpu", "tensorflow-keras-jupyter",
	} {
		if _, err := os.Stat(filepath.Join("testdata", name, "infra.yaml")); err != nil {
			t.Error(err)
		}
	}
}

// descriptors writes an infrastructure description and node definitions to a folder.
func descriptors(tb testing.TB, infra, definitions string, more map[string]string) occopus.Options {
	tb.Helper()
	folder := tb.TempDir()
	files := map[string]string{"infra.yaml": infra, "nodes.yaml": definitions}
	maps.Copy(files, more)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	return occopus.Options{
		Infrastructure: filepath.Join(folder, "infra.yaml"), Definitions: []string{filepath.Join(folder, "nodes.yaml")},
	}
}

const (
	oneNode  = "infra_name: i\nnodes:\n  - &A\n    name: a\n    type: t\n"
	twoNodes = oneNode + "  - &B\n    name: b\n    type: t\n"
	nova     = "'node_def:t':\n  - resource:\n      type: nova\n      endpoint: e\n      image_id: i\n      flavor_name: f\n"
	context  = nova + "    contextualisation:\n      type: cloudinit\n      context_template: "
)

// TestMistakes has mistakes of descriptors, and where they are said to be.
func TestMistakes(t *testing.T) {
	t.Parallel()
	imported := map[string]string{"bad.yaml": "#cloud-config\na: [", "text.sh": "a\n  {{ absent }}\n", "head.yaml": "a: 1\nb: \"{{ absent }}\"\n", "loop.yaml": "a: !yaml_import\n  url: file://loop.yaml\n"}
	for name, mistake := range map[string]struct{ infra, definitions, want string }{
		"syntax":             {"infra_name: [", nova, `infra.yaml:2:1: `},
		"no mapping":         {"- a", nova, `infra.yaml:1:1: this is no infrastructure description`},
		"unknown key":        {oneNode + "dependency: []", nova, `infra.yaml:6:1: "dependency" is not a part of an infrastructure description`},
		"twice":              {oneNode + "infra_name: j", nova, `infra.yaml:6:1: infra_name is said twice`},
		"no name":            {"nodes: []", nova, `infra.yaml:1:1: infra_name is missing`},
		"no nodes":           {"infra_name: i", nova, `infra.yaml:1:1: the infrastructure has no nodes`},
		"same name":          {twoNodes + "  - name: a\n    type: t\n", nova, `infra.yaml:9:5: there are two nodes with the name "a"`},
		"scaling":            {oneNode + "    scaling: { min: 3, max: 2 }", nova, `infra.yaml:6:29: scaling: max is less than min`},
		"scaling of 0":       {oneNode + "    scaling: { min: 0 }", nova, `infra.yaml:6:21: scaling: min is at least 1`},
		"scaling of text":    {oneNode + "    scaling: { min: many }", nova, `infra.yaml:6:21: min: a whole number is needed`},
		"dependency of 3":    {twoNodes + "dependencies:\n  - [ *A, *B, *A ]", nova, `infra.yaml:10:5: a dependency is a list of two nodes`},
		"connection":         {twoNodes + "dependencies:\n  - mappings: []", nova, `infra.yaml:10:5: connection is missing`},
		"mapping of 1":       {twoNodes + "dependencies:\n  - connection: [ *A, *B ]\n    mappings: [[x]]", nova, `infra.yaml:11:16: a mapping is a list of two attributes`},
		"dependency on all":  {twoNodes + "dependencies:\n  - [ *A, c ]", nova, `infra.yaml:10:11: there is no node "c"`},
		"dependency on none": {twoNodes + "dependencies:\n  - [ *A, { type: t } ]", nova, `infra.yaml:10:11: name is missing`},
		"circle":             {twoNodes + "dependencies:\n  - [ *A, *B ]\n  - [ *B, *A ]", nova, `infra.yaml:10:5: the dependencies go in a circle: a needs b needs a`},
		"no definition":      {oneNode, "'node_def:u':\n  - resource: {type: nova}", `infra.yaml:3:5: there is no definition node_def:t; there are u`},
		"no filter passes":   {oneNode + "    filter: { type: ec2 }", nova, `infra.yaml:6:13: no implementation of node_def:t passes the filter`},
		"no node_def":        {oneNode, "t: []", `nodes.yaml:1:1: "t" is no node definition`},
		"no resource":        {oneNode, "'node_def:t':\n  - contextualisation:", `nodes.yaml:2:5: resource is missing`},
		"no image":           {oneNode, strings.Replace(nova, "image_id: i", "name: n", 1), `nodes.yaml:3:7: image_id is missing`},
		"health check":       {oneNode, nova + "    health_check:\n      ping: maybe", `nodes.yaml:8:13: ping: true or false is needed`},
		"import":             {oneNode, context + "!yaml_import\n        url: file://absent.yaml", `nodes.yaml:10:14: url: `},
		"import of http":     {oneNode, context + "!yaml_import\n        url: http://example.org", `nodes.yaml:10:14: url: only file://`},
		"import of bad":      {oneNode, context + "!yaml_import\n        url: file://bad.yaml", `bad.yaml:3:1: `},
		"imports in a loop":  {oneNode, context + "!yaml_import\n        url: file://loop.yaml", `loop.yaml:1:4: files import each other`},
		"unknown variable":   {oneNode, context + "!text_import\n        url: file://text.sh", `text.sh:2:6: the template cannot be rendered: there is no variable "absent"`},
		"unknown in place":   {oneNode, context + `"{{ variables.absent }}"`, `nodes.yaml:9:25: the template cannot be rendered: line 1, column 14: variables.absent: there is no "absent"`},
		"unknown in a block": {oneNode, context + "|\n          #!/bin/sh\n\n          {{ absent }}\n", `nodes.yaml:12:1: the template cannot be rendered: there is no variable "absent"`},
		"unknown in YAML":    {oneNode, context + "\n        # this\n\n        runcmd:\n          - a\n\n          - b {{ absent }}\n", `nodes.yaml:15:13: the template cannot be rendered: line 1, column 6: there is no variable "absent"`},
		"imported YAML":      {oneNode, context + "!yaml_import\n        url: file://head.yaml", `head.yaml:2:8: the template cannot be rendered: there is no variable "absent"`},
		"type of resource":   {oneNode, strings.Replace(nova, "nova", "novaa", 1), `nodes.yaml:3:13: type: Occopus has no resource "novaa"; there are azure_aci,`},
		"contextualisation":  {oneNode, strings.Replace(context, "cloudinit", "cloud-init", 1) + "x", `nodes.yaml:8:13: type: Occopus has no contextualisation "cloud-init"; there are cloudbroker, cloudinit, docker`},
		"manager":            {oneNode, nova + "    config_management:\n      type: chief", `nodes.yaml:8:13: type: Occopus has no configuration manager "chief"; there are chef, puppet_solo`},
		"unknown node":       {oneNode, context + `"{{ getip('c') }}"`, `getip: the infrastructure has no node "c"`},
		"no YAML":            {oneNode + "    variables: { v: \"[\" }", context + "\"#cloud-config\\na: {{variables.v}}\"", `nodes.yaml:9:25: when it is rendered, line `},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := occopus.Convert(descriptors(t, mistake.infra, mistake.definitions, imported))
			if err == nil || !strings.Contains(err.Error(), mistake.want) {
				t.Errorf("got the error %v, want %s", err, mistake.want)
			}
			var problem *occopus.Error
			if !errors.As(err, &problem) {
				t.Errorf("%v has no position", err)
			}
		})
	}
}

// TestAliasesWithoutEnd: a file of a few lines that stands for a billion values is refused.
func TestAliasesWithoutEnd(t *testing.T) {
	t.Parallel()
	var infra strings.Builder
	infra.WriteString("infra_name: i\nvariables:\n  v0: &v0 [a, a, a, a, a, a, a, a, a, a]\n")
	for i := range 9 {
		fmt.Fprintf(&infra, "  v%[2]d: &v%[2]d [%[1]s]\n", strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*v%d, ", i), 10), ", "), i+1)
	}
	infra.WriteString(strings.TrimPrefix(oneNode, "infra_name: i\n"))
	_, err := occopus.Convert(descriptors(t, infra.String(), nova, nil))
	if err == nil || !strings.Contains(err.Error(), "aliases make more than") {
		t.Errorf("got the error %v", err)
	}
}

// TestNodeMadeLater: a template cannot have the address of a node that needs its own.
func TestNodeMadeLater(t *testing.T) {
	t.Parallel()
	configuration, err := occopus.Convert(descriptors(t, twoNodes+"dependencies:\n  - [ *B, *A ]",
		context+`"{{ getip('b') }} {{ getipall('b') }}"`, nil))
	if err != nil {
		t.Fatal(err)
	}
	if configuration.Complete() || len(configuration.Findings) != 4 {
		t.Errorf("got %v", configuration.Findings)
	}
}

// TestClouds: each endpoint has a provider block of its own.
func TestClouds(t *testing.T) {
	t.Parallel()
	other := strings.ReplaceAll(strings.ReplaceAll(nova, "node_def:t", "node_def:u"), "endpoint: e", "endpoint: other")
	configuration, err := occopus.Convert(descriptors(t, oneNode+"  - name: b\n    type: u\n", nova+other, nil))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"providers.tf": `alias = "cloud_2"`, "main.tf": "provider = occi.cloud_2", "variables.tf": `variable "keystone_url_2"`,
	} {
		if text := string(configuration.Files[name]); !strings.Contains(text, want) {
			t.Errorf("%s has no %s:\n%s", name, want, text)
		}
	}
}

// large is a descriptor with that many nodes, each of which needs the one before it and has its address in its user data.
func large(tb testing.TB, nodes int) occopus.Options {
	tb.Helper()
	var infra, dependencies strings.Builder
	infra.WriteString("infra_name: large\nvariables: { version: 1.2.3 }\nnodes:\n")
	for i := range nodes {
		fmt.Fprintf(&infra, "  - &N%[1]d\n    name: n%[1]d\n    type: t\n    variables: { previous: n%[2]d, first: %[3]t }\n", i, max(i-1, 0), i == 0)
		if i > 0 {
			fmt.Fprintf(&dependencies, "  - [ *N%d, *N%d ]\n", i, i-1)
		}
	}
	template := `"#cloud-config\nruncmd: [\"install {{variables.version}} {% if not variables.first %}{{getip(variables.previous)}}{% endif %}\"]\n"`
	return descriptors(tb, infra.String()+"dependencies:\n"+dependencies.String(), context+template, nil)
}

// TestLarge: 200 nodes take about a quarter of a second, see BenchmarkConvert. The limit leaves room for a busy machine.
func TestLarge(t *testing.T) {
	options := large(t, 200)
	begun := time.Now()
	configuration, err := occopus.Convert(options)
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begun); took > 5*time.Second && !underRace {
		t.Errorf("it took %s", took)
	}
	if got := strings.Count(string(configuration.Files["main.tf"]), `resource "occi_compute"`); got != 200 {
		t.Errorf("there are %d VMs", got)
	}
}

func BenchmarkConvert(b *testing.B) {
	options := large(b, 200)
	for b.Loop() {
		if _, err := occopus.Convert(options); err != nil {
			b.Fatal(err)
		}
	}
}
