package cloudsigma

import "net/http"

// capabilities serves the limits of the location, those that the emulator enforces.
func (c *Cloud) capabilities(request call) (answer, error) {
	if request.method != http.MethodGet {
		return answer{}, methodNotAllowed([]string{http.MethodGet})
	}
	hosts, drives, gpus := object{}, object{}, object{}
	for name, limits := range hostTypes() {
		hosts[name] = limits.object()
	}
	for name, size := range driveSizes() {
		drives[name] = object{
			"iops": object{"base": driveIOPS.base, "max": driveIOPS.max, "min": driveIOPS.min},
			"size": size.object(), "max_size": size.max, "min_size": size.min,
		}
	}
	for model, limits := range gpuTypes() {
		gpus[model] = object{
			"cpu": object{"max": limits.cpu.max}, "mem": object{"max": limits.memory.max}, "smp": object{"max": limits.smp.max},
		}
	}
	servers := hostTypes()["intel"].object()
	servers["default_start_method"] = "regular"
	servers["start_methods"] = []string{"eager", "lazy", "regular"}
	return answer{status: http.StatusOK, body: object{
		"backfilling": false, "card_backend": "StripeBackend",
		"currencies":              []object{{"id": "CHF", "name": "chf"}, {"id": "EUR", "name": "eur"}},
		"default_inactive_period": 45, "default_storage_type": defaultStorageType,
		"inactive_period_range": object{"max": 250, "min": 0},
		"hosts":                 hosts, "drives": drives, "servers": servers, "gpus": gpus,
		"epc":         object{"max_per_host": maxEnclaves, "epc_mem_ratio": enclaveMemoryRatio},
		"hypervisors": object{defaultHypervisor: []string{"intel", "amd"}},
		"snapshots": object{
			"current": len(c.localSnapshotKind().ownedBy(request.account.user)), "max": maxSnapshots, "max_per_drive": maxSnapshotsPerDrive,
		},
		"remote_snapshots": object{
			"current": len(c.remoteSnapshotKind().ownedBy(request.account.user)), "max": maxRemoteSnapshots, "remote_locations": remoteLocations(),
		},
	}}, nil
}

func (h hostType) object() object {
	return object{
		"cpu": h.cpu.object(), "cpu_per_smp": h.cpuPerSMP.object(), "mem": h.memory.object(), "smp": h.smp.object(),
	}
}
