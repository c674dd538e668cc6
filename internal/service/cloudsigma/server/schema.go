package server

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/health"
)

func resourceSchema(ctx context.Context) schema.Schema {
	attributes := map[string]schema.Attribute{}
	for _, group := range []map[string]schema.Attribute{
		sizeAttributes(), optionAttributes(), vncAttributes(), placementAttributes(), contextAttributes(), powerAttributes(),
		cloudsigmaserver.StopAttributes(""), shownAttributes(), health.Attributes("server", knownAddresses),
	} {
		maps.Copy(attributes, group)
	}
	return schema.Schema{
		Version: cloudsigmaentity.SuccessorVersion,
		MarkdownDescription: "A server (virtual machine) of CloudSigma. Of a running server only `name`, `meta`, `user_data` and " +
			"`tags` can be changed. For any other change the server is shut down, changed and started again, which the plan " +
			"announces with a warning (see `stop_for_update`); a server that did not run is not started. Destroying the server shuts " +
			"its system down before the power is cut (see `shutdown_timeout`); its drives stay, unless `delete_drives` says otherwise. " +
			"An import shows drives and NICs as blocks: if the configuration has none, the first apply takes them out of the state, " +
			"and they stay on the server.",
		Attributes: attributes,
		// Blocks, because the official provider has them.
		Blocks: map[string]schema.Block{
			"drive":   driveBlock(),
			"network": networkBlock(),
			"timeouts": cloudsigmaentity.DescribedTimeouts(timeouts.Block(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "Time for the server to run and to have its addresses, such as `10m`. Default `30m`.",
				UpdateDescription: "Time for all changes together, shutdown and start included. Default `30m`.",
				DeleteDescription: "Time for the server to shut down and disappear. Default `20m`.",
			})),
		},
	}
}

// knownAddresses says which addresses health_check may choose from.
const knownAddresses = "The known addresses are those in `nics`; CloudSigma does not show one that the system has on a VLAN, so " +
	"give it here as it is, such as `10.0.0.5`."

func sizeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "Name for people. It can be changed while the server runs.",
			Required:            true,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"cpu": schema.Int64Attribute{
			MarkdownDescription: "Clock speed of all cores together in MHz: `2000` is 2 GHz. The limits are those of the " +
				"location's capabilities.",
			Required:   true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"memory": schema.Int64Attribute{
			MarkdownDescription: "Memory in bytes: `2147483648` or `2 * 1024 * 1024 * 1024` is 2 GiB. The limits are those of " +
				"the location's capabilities.",
			Required:   true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"smp": schema.Int64Attribute{
			MarkdownDescription: "Number of cores (symmetric multiprocessing). What `cpu` gives to each must be within the limits of " +
				"the location's capabilities, such as 1000 to 2893 MHz. If it is not set, CloudSigma chooses it by `cpu`; when `cpu` is lowered, the number stays, or falls to what `cpu` allows. `0` is as if it was not set.",
			Optional: true, Computed: true,
			Validators: []validator.Int64{int64validator.AtLeast(0)},
		},
		"enclave_page_caches": schema.ListAttribute{
			MarkdownDescription: "SGX enclaves, each by its size in bytes. If it is not set, the enclaves of the server are left " +
				"alone; `[]` removes all.",
			ElementType: types.Int64Type,
			Optional:    true, Computed: true,
			Validators: []validator.List{listvalidator.NoNullValues(), listvalidator.ValueInt64sAre(int64validator.AtLeast(1))},
		},
		"gpus": schema.ListAttribute{
			MarkdownDescription: "Virtual GPUs by their models, such as `[\"nvidia_a6000\"]`, of those in the location's capabilities. They " +
				"are acquired when the server starts. If it is not set, the GPUs of the server are left alone; `[]` removes all.",
			ElementType: types.StringType,
			Optional:    true, Computed: true,
			Validators: []validator.List{listvalidator.NoNullValues(), listvalidator.ValueStringsAre(tfkit.NotBlank())},
		},
	}
}

func contextAttributes() map[string]schema.Attribute {
	meta := cloudsigmaentity.MetaAttribute("server")
	meta.MarkdownDescription += " `ssh_public_key` is refused: use `ssh_keys`. So is `cloudinit-user-data` if `user_data` is set."
	return map[string]schema.Attribute{
		"ssh_keys": schema.SetAttribute{
			MarkdownDescription: "UUIDs of SSH keys (`cloudsigma_ssh_key`), which cloud-init gives to the first user at the first " +
				"boot. If it is not set, the keys of the server are left alone; `[]` removes all.",
			ElementType: types.StringType,
			Optional:    true, Computed: true,
			Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(cloudsigmaentity.UUID())},
		},
		"tags": cloudsigmaentity.TagsAttribute("server"),
		"meta": meta,
		"user_data": schema.StringAttribute{
			MarkdownDescription: "User data for cloud-init as plain text: a cloud-config, a script, or a MIME multipart. It is kept in base64 " +
				"in the meta key `cloudinit-user-data`, noted in `base64_fields`; what is in base64 already, as `cloudinit_config` of the " +
				"provider hashicorp/cloudinit renders it, is not encoded twice. CloudSigma documents no limit of its size. It can be " +
				"changed while the server runs; cloud-init applies most of it at the first boot of a drive only (see " +
				"`user_data_replace_on_change`).",
			Optional:   true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"user_data_replace_on_change": schema.BoolAttribute{
			MarkdownDescription: "Whether a change of `user_data` replaces the server. A drive of its own has been booted before then: have it " +
				"replaced too (`replace_triggered_by`) where cloud-init is to begin anew. Default `false`.",
			Optional: true,
		},
	}
}

func powerAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"power_state": schema.StringAttribute{
			MarkdownDescription: "`running` or `stopped`: the server is started or shut down in place. If it is not set, a new " +
				"server is started, and later the server is left in the state it is in.",
			Optional: true, Computed: true,
			Validators: []validator.String{stringvalidator.OneOf(cloudsigmaserver.PowerRunning, cloudsigmaserver.PowerStopped)},
		},
		"delete_drives": schema.StringAttribute{
			MarkdownDescription: "Which drives are deleted together with the server: `none`, `all`, `disks` or `cdroms`, whoever made " +
				"them. Default `none`. It is of use for the disks of a clone (`clone_server_id`), which are no resources: if it is not " +
				"set, the plan warns that the destruction of a clone leaves them.",
			Optional:   true,
			Validators: []validator.String{stringvalidator.OneOf(slices.Sorted(maps.Keys(recursion))...)},
		},
	}
}

func shownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           cloudsigmaentity.FixedText("UUID of the server."),
		"resource_uri": cloudsigmaentity.FixedText("Path of the server in the API."),
		"status": schema.StringAttribute{
			MarkdownDescription: "State in CloudSigma's words: `stopped`, `starting`, `running`, `stopping`, `unavailable`. The last one is " +
				"not for good, as when a host has failed, and the server may work: its health checks tell. A deletion or a repair waits " +
				"`shutdown_timeout` for another state.",
			Computed: true,
		},
		"ipv4_address": schema.StringAttribute{
			MarkdownDescription: "IPv4 address of the first public NIC that has one. A dynamic address (`dhcp`) is only known while the " +
				"server runs, and may be another one after each start.",
			Computed: true,
		},
		"nics":            shownNICs(),
		"attached_drives": shownDrives(),
	}
}
