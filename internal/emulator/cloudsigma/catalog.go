package cloudsigma

import (
	"strconv"
	"time"
)

// span is an inclusive range of integers.
type span struct{ min, max int64 }

func (s span) object() object { return object{"min": s.min, "max": s.max} }

// hostType is the limits of servers on one type of host.
type hostType struct {
	// cpu is in MHz over all cores, cpuPerSMP in MHz per core, memory in bytes.
	cpu, cpuPerSMP, memory, smp span
}

const (
	defaultCPUType     = "amd"
	defaultHypervisor  = "kvm"
	defaultStorageType = "dssd"
	// ephemeralStorageType is the one of ephemeral_drives.rst.
	ephemeralStorageType = "local_nvme"
)

// hostTypes and driveSizes are the limits of the sample of capabilities. It has no ephemeral drives: they are given
// the limits of nvme.
func hostTypes() map[string]hostType {
	limits := hostType{
		cpu: span{250, 96000}, memory: span{268435456, 558345748480}, smp: span{1, 32},
	}
	amd, intel := limits, limits
	amd.cpuPerSMP, intel.cpuPerSMP = span{1000, 2893}, span{1000, 3000}
	return map[string]hostType{"amd": amd, "intel": intel}
}

// gpuTypes are the most that a server may have for each of its GPUs; no sample tells limits.
func gpuTypes() map[string]hostType {
	return map[string]hostType{
		"nvidia_a6000": {cpu: span{max: 24000}, memory: span{max: 128 * gibibyte}, smp: span{max: 8}},
		"nvidia_a100":  {cpu: span{max: 48000}, memory: span{max: 256 * gibibyte}, smp: span{max: 16}},
	}
}

// What all enclaves of a server may have together, in bytes, and how much memory it needs for each byte of them
// (capabilities.rst, epc).
const (
	maxEnclaves        = 64 * gibibyte
	enclaveMemoryRatio = 0.5
)

// driveIOPS is the range of the limit that a drive may have; base is that of one for which nothing is said.
var driveIOPS = struct {
	span
	base int64
}{span{1, 60000}, 30000}

func driveSizes() map[string]span {
	return map[string]span{
		"dssd":               {536870912, 15492389427364},
		"nvme":               {536870912, 12074020121525},
		ephemeralStorageType: {536870912, 12074020121525},
		"zadara":             {1073741824, 14180205493621},
	}
}

// libraryDrive is one image of the drive library.
type libraryDrive struct {
	UUID         string
	name         string
	os           string
	distribution string
	version      string
	imageType    string
	media        string
	description  string
	url          string
	defaultUser  string
	category     []string
	size         int64
	paid         bool
	favourite    bool
	licenses     []any
	created      time.Time
}

const (
	// TrustyLibraryDrive is the Ubuntu 14.04 that the article about Occopus on CloudSigma clones.
	TrustyLibraryDrive = "0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"
	// LatestUbuntuLibraryDrive is the most recent Ubuntu of the library.
	LatestUbuntuLibraryDrive = "8c0f9a53-7f3c-4b0e-9a36-2d4f7c51e804"
	// CDROMLibraryDrive is a medium that can be attached without a clone.
	CDROMLibraryDrive = "6626f7cd-6085-42a2-a0b4-42262c9c6036"
	// LicensedLibraryDrive is an image with licences.
	LicensedLibraryDrive = "c7105ec8-5d60-43a7-a11b-18dcfc1a4433"
)

const gibibyte = 1 << 30

func libraryCatalog() []libraryDrive {
	return []libraryDrive{
		ubuntu(TrustyLibraryDrive, "Ubuntu 14.04 LTS(Trusty)", "14.04", date(2016, 2, 18)),
		ubuntu("3f6c0b1e-52a8-4f6d-8d3e-9d0b6f2a7c11", "Ubuntu 20.04 LTS", "20.04", date(2023, 5, 9)),
		ubuntu("b9a5a1b6-7a11-4a0f-8f6e-51c2d8e90f32", "Ubuntu 22.04 LTS", "22.04", date(2024, 3, 12)),
		ubuntu("e1d7c9f0-0b5c-4d0a-9b77-6a3f21c4d5e6", "Ubuntu 22.04 LTS", "22.04", date(2025, 1, 21)),
		ubuntu(LatestUbuntuLibraryDrive, "Ubuntu 24.04 LTS", "24.04", date(2025, 9, 30)),
		{
			UUID: "5d1f0a2c-8e4b-4c39-a7d6-0f9b8e7c6d5a", name: "Debian 12.5 Server", os: "linux",
			distribution: "Debian", version: "12.5", imageType: "preinst", media: "disk", size: 10 * gibibyte,
			description: "Pre-installed Debian 12.5, 64bit, with VirtIO drivers and cloud-init.",
			url:         "https://www.debian.org/", defaultUser: "cloudsigma",
			category: []string{"general"}, created: date(2024, 4, 2),
		},
		{
			UUID: CDROMLibraryDrive, name: "VirtIO Drivers for Windows 0.1-65", os: "windows",
			imageType: "install", media: "cdrom", size: 1000013824, category: []string{"other"},
			description: "VirtIO drivers for Windows.", created: date(2013, 11, 5),
		},
		{
			UUID: LicensedLibraryDrive, name: "Microsoft SQL Server 2012 Standard Edition with SP1", os: "windows",
			imageType: "preinst", media: "disk", size: 60 * gibibyte, category: []string{"dbserver"}, paid: true,
			description: "Pre-installed SQL Server 2012 Standard Edition.", url: "http://www.microsoft.com/",
			licenses: []any{license(14, "SQL Server Standard Edition", "msft_7nq_00302", false)},
			created:  date(2013, 11, 5),
		},
	}
}

func ubuntu(uuid, name, version string, created time.Time) libraryDrive {
	return libraryDrive{
		UUID: uuid, name: name, os: "linux", distribution: "Ubuntu", version: version, imageType: "preinst",
		media: "disk", size: 10 * gibibyte, url: "https://ubuntu.com/", defaultUser: "cloudsigma",
		description: "Pre-installed Ubuntu " + version + ", 64bit, with VirtIO drivers and cloud-init.",
		category:    []string{"webserver", "general", "dbserver"}, favourite: true, created: created,
	}
}

func license(id int, longName, name string, burstable bool) object {
	return object{
		"amount": 1,
		"license": object{
			"burstable": burstable, "long_name": longName, "name": name, "type": "instance",
			"resource_uri": uri("licenses", strconv.Itoa(id)), "user_metric": "smp",
		},
		"user": nil,
	}
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
