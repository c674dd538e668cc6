package ovf_test

import (
	"archive/tar"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/ovf"
)

const (
	gib  = 1 << 30
	vmdk = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"
)

func TestReadFile(t *testing.T) {
	t.Parallel()
	virtualBox := &ovf.Envelope{
		Version:  1,
		Networks: []ovf.Network{{Name: "NAT", Description: "Logical network used by this appliance."}},
		Systems: []ovf.System{{
			ID: "debian", Annotation: "Login: debian", OS: ovf.OperatingSystem{ID: 96, Description: "Debian_64"},
			Product: ovf.Product{Name: "Debian base", Vendor: "Example Org", Version: "12.7"},
			Cores:   2, MemoryBytes: 1.5 * gib,
			Disks:      []ovf.Disk{{ID: "vmdisk1", Name: "disk1", CapacityBytes: 10 * gib, Href: "debian-disk001.vmdk", Format: vmdk}},
			Interfaces: []ovf.Interface{{Name: "Ethernet adapter on 'NAT'", Network: "NAT", Model: "E1000"}},
		}},
	}
	version2 := &ovf.Envelope{
		Version: 2, Networks: []ovf.Network{{Name: "public"}},
		Systems: []ovf.System{{
			ID: "web", Name: "web", OS: ovf.OperatingSystem{ID: 101, Description: "Linux 64-Bit"}, Cores: 4, MemoryBytes: 0.5 * gib,
			Disks: []ovf.Disk{{
				ID: "root", Name: "Disk 1", CapacityBytes: 8 * gib, Href: "web.qcow2",
				Format: "https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.txt",
			}},
			Interfaces: []ovf.Interface{{Name: "eth0", Network: "public", Model: "VirtIO"}},
		}},
	}
	for name, want := range map[string]*ovf.Envelope{"virtualbox.ovf": virtualBox, "ovf2.ovf": version2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expect(t, filepath.Join("testdata", name), ovf.Options{}, want)
			expect(t, archive(t, name, content(t, name)), ovf.Options{}, want)
		})
	}
}

// TestConfigurations: an item of a configuration takes the place of the general one, and bounds are no hardware.
func TestConfigurations(t *testing.T) {
	t.Parallel()
	system := ovf.Disk{ID: "system", Name: "Hard disk 1", CapacityBytes: 16 * gib, Href: "monitor-disk1.vmdk", Format: vmdk}
	data := ovf.Disk{ID: "data", Name: "Hard disk 2", CapacityBytes: 50e9, Format: vmdk}
	for wanted, test := range map[string]struct {
		configuration string
		cores         int64
		memory        float64
		disks         []ovf.Disk
	}{
		"":       {"medium", 2, 4 * gib, []ovf.Disk{system, data}},
		"small":  {"small", 2, 4 * gib, []ovf.Disk{system}},
		"medium": {"medium", 2, 4 * gib, []ovf.Disk{system, data}},
		"large":  {"large", 8, 16 * gib, []ovf.Disk{system, data}},
	} {
		t.Run(wanted, func(t *testing.T) {
			t.Parallel()
			expect(t, filepath.Join("testdata", "vmware.ovf"), ovf.Options{Configuration: wanted}, &ovf.Envelope{
				Version:  1,
				Networks: []ovf.Network{{Name: "Management", Description: "For people"}, {Name: "Sensors", Description: "For machines"}},
				Systems: []ovf.System{
					{
						ID: "monitor", Name: "monitor", Configuration: test.configuration, Cores: test.cores, MemoryBytes: test.memory,
						OS:    ovf.OperatingSystem{ID: 94, Type: "ubuntu64Guest", Description: "Ubuntu Linux (64-bit)"},
						Disks: test.disks,
						Interfaces: []ovf.Interface{
							{Name: "Network adapter 1", Network: "Management", Model: "VmxNet3"},
							{Name: "Network adapter 2", Network: "Sensors", Model: "VmxNet3"},
						},
					},
					{ID: "probe", Configuration: test.configuration, Cores: 1, Disks: []ovf.Disk{}, Interfaces: []ovf.Interface{}},
				},
			})
		})
	}
}

func expect(t *testing.T, path string, options ovf.Options, want *ovf.Envelope) {
	t.Helper()
	got, err := ovf.ReadFile(path, options)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func content(t *testing.T, name string) string {
	t.Helper()
	read, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(read)
}

// archive writes an OVA: a file that is no envelope, then the envelope.
func archive(t *testing.T, member, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "box.ova")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	writer := tar.NewWriter(file)
	for _, entry := range []struct{ name, text string }{{"../disk.vmdk", strings.Repeat("x", 5000)}, {member, text}} {
		if err := writer.WriteHeader(&tar.Header{Name: entry.name, Mode: 0o600, Size: int64(len(entry.text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := writer.Write([]byte(entry.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(writer.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestErrors changes one place of a good file each and looks for what is said of it, and where.
func TestErrors(t *testing.T) {
	t.Parallel()
	good := content(t, "virtualbox.ovf")
	for name, test := range map[string]struct{ old, changed, want string }{
		"no XML":              {"<References>", "<References", `box.ovf:4: it is no XML`},
		"cut":                 {"<VirtualHardwareSection>", "<VirtualHardwareSection", "box.ovf:"},
		"another format":      {"<Envelope ", "<Domain ", `box.ovf:`},
		"OVF 0.9":             {`xmlns="http://schemas.dmtf.org/ovf/envelope/1"`, `xmlns="http://www.vmware.com/schema/ovf/1/envelope"`, `box.ovf:1: it is no envelope of OVF 1.x or 2.0, but "Envelope"`},
		"an entity":           {"Debian base", "&secret;", `box.ovf:21: it is no XML: invalid character entity &secret;`},
		"processors":          {"<rasd:VirtualQuantity>2<", "<rasd:VirtualQuantity>two<", `box.ovf:44: the number of processors: "two" is no whole number`},
		"too many":            {"<rasd:VirtualQuantity>2<", "<rasd:VirtualQuantity>99999999999999999999<", `or too large`},
		"a negative number":   {"<rasd:VirtualQuantity>2<", "<rasd:VirtualQuantity>-2<", `"-2" is no whole number`},
		"units":               {"MegaBytes", "MegaHertz", `box.ovf:52: the size of the memory: "MegaHertz" is no unit of bytes`},
		"no units":            {"<rasd:AllocationUnits>MegaBytes</rasd:AllocationUnits>", "", `"" is no unit of bytes`},
		"a huge unit":         {"MegaBytes", "byte * 1024^60", `it is too large`},
		"a disk unknown":      {"/disk/vmdisk1", "ovf:/disk/vmdisk2", `box.ovf:75: it refers to the disk "vmdisk2"`},
		"a disk elsewhere":    {"/disk/vmdisk1", "/etc/passwd", `box.ovf:75: the disk refers to "/etc/passwd"`},
		"a file unknown":      {`ovf:fileRef="file1"`, `ovf:fileRef="file9"`, `the disk "vmdisk1" in line 9: it refers to the file file9`},
		"a capacity":          {`"10737418240"`, `"${size}"`, `the capacity of the disk "vmdisk1" in line 9: "${size}" is no whole number`},
		"an operating system": {`ovf:id="96"`, `ovf:id="debian"`, `box.ovf:31: strconv.ParseInt: parsing "debian"`},
		"no machine":          {"VirtualSystem", "Virtual", `describes no virtual system`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(good, test.old) {
				t.Fatalf("%q is not in the file", test.old)
			}
			replacer := strings.NewReplacer(test.old, test.changed)
			if name == "an entity" {
				replacer = strings.NewReplacer(test.old, test.changed, "<Envelope", `<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><Envelope`)
			}
			path := filepath.Join(t.TempDir(), "box.ovf")
			if err := os.WriteFile(path, []byte(replacer.Replace(good)), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := ovf.ReadFile(path, ovf.Options{})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, not %q", err, test.want)
			}
			var wrong *ovf.Error
			if !errors.As(err, &wrong) || wrong.Path != path {
				t.Errorf("the error %v does not name the file", err)
			}
		})
	}
}

// TestFiles are those that hold no envelope.
func TestFiles(t *testing.T) {
	t.Parallel()
	write := func(name, text string) string {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, test := range map[string]struct{ path, want string }{
		"a folder":                 {t.TempDir(), "not a regular file"},
		"empty":                    {write("a.ovf", ""), "a.ovf"},
		"an archive without one":   {archive(t, "readme.txt", "x"), "holds no file that ends with .ovf"},
		"no archive":               {write("a.ova", "x"), "no readable tar archive"},
		"too large":                {write("a.ovf", strings.Repeat(" ", 9<<20)), "more than 8 MiB"},
		"too large in an archive":  {archive(t, "box.ovf", strings.Repeat(" ", 9<<20)), "box.ova(box.ovf): it has more than 8 MiB"},
		"deep":                     {write("a.ovf", strings.Repeat("<a>", 100000)), "a.ovf:1: "},
		"wrong inside the archive": {archive(t, "box.ovf", "<x/>"), "box.ova(box.ovf):1: it is no envelope"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := ovf.ReadFile(test.path, ovf.Options{}); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, not %q", err, test.want)
			}
		})
	}
	if _, err := ovf.ReadFile(filepath.Join(t.TempDir(), "none"), ovf.Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the error is %v", err)
	}
	if _, err := ovf.ReadFile(filepath.Join("testdata", "vmware.ovf"), ovf.Options{Configuration: "tiny"}); err == nil ||
		!strings.Contains(err.Error(), `no configuration "tiny", only ["small" "medium" "large"]`) {
		t.Errorf("the error is %v", err)
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"virtualbox.ovf", "vmware.ovf", "ovf2.ovf"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		envelope, err := ovf.Read(strings.NewReader(text), ovf.Options{})
		if err != nil {
			return
		}
		for _, system := range envelope.Systems {
			if system.Cores < 0 || !(system.MemoryBytes >= 0) {
				t.Errorf("a machine with %d cores and %f bytes of memory", system.Cores, system.MemoryBytes)
			}
			for _, disk := range system.Disks {
				if !(disk.CapacityBytes >= 0) {
					t.Errorf("a disk of %f bytes", disk.CapacityBytes)
				}
			}
		}
	})
}
