package server

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// optionAttributes are the attributes of options.
func optionAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, description := range map[string]string{
		"hypervisor": "Hypervisor, such as `kvm`, the default. It must fit `cpu_type` as the location's capabilities say.",
		"cpu_type":   "Type of the host's CPU, such as `amd`, the default, or `intel`, of those that the location has.",
		"cpu_model": "Model of the CPU that the system sees, such as `kvm64`, for systems that the CPU of the host is too new for. " +
			"By default it is that of the host.",
		"allocation_pool": "Pool of hosts of which one runs the server, for accounts that CloudSigma has given one. By default there is none.",
	} {
		attributes[name] = schema.StringAttribute{
			MarkdownDescription: description + leftAlone, Optional: true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank()},
		}
	}
	for name, description := range map[string]string{
		"cpus_instead_of_cores": "Whether the system sees `smp` as single CPUs instead of cores of one CPU. Default `false`, which suits " +
			"licences of Windows.",
		"enable_numa": "Whether the system sees the NUMA topology of the host. CloudSigma recommends it for more than 6 cores, on Linux " +
			"together with `cpus_instead_of_cores`. Default `false`.",
		"hv_relaxed": "Whether timers are relaxed, for Windows only. Default `false`.",
		"hv_tsc":     "Whether timers are more precise, for Windows only. Such a server cannot be live-migrated. Default `false`.",
		"context":    "Whether the system can read its server context from a serial device. Default `true`.",
		"auto_start": "Whether CloudSigma starts a clone of this server by itself. Default `false`.",
		"is_grey":    "Whether the server may be used to fill up free capacity (backfilling). Default `false`.",
	} {
		attributes[name] = schema.BoolAttribute{MarkdownDescription: description + leftAlone, Optional: true, Computed: true}
	}
	return attributes
}

// leftAlone ends the descriptions of attributes that need not be managed.
const leftAlone = " If it is not set, what the server has is left alone."

func vncAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"vnc_password": schema.StringAttribute{
			MarkdownDescription: "Password of the VNC console and of the serial console. It is also in the state. A new server needs " +
				"this one or `vnc_password_wo`; a clone has that of its source if neither is set, which is then not shown here. If neither " +
				"is set of a server that exists, its password is left alone.",
			Optional: true, Computed: true, Sensitive: true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"vnc_password_wo": schema.StringAttribute{
			MarkdownDescription: "Password as in `vnc_password`, write-only (Terraform 1.11, OpenTofu 1.11): the provider never writes it to the state " +
				"or a plan. It is set anew when `vnc_password_wo_version` changes. An import reads the server's password into " +
				"`vnc_password`, until the next apply.",
			Optional: true, WriteOnly: true, Sensitive: true,
			Validators: []validator.String{
				tfkit.NotBlank(), stringvalidator.AlsoRequires(path.MatchRoot("vnc_password_wo_version")),
			},
		},
		"vnc_password_wo_version": schema.Int64Attribute{
			MarkdownDescription: "Number of the `vnc_password_wo`, to be raised when that changes.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("vnc_password_wo"))},
		},
		"random_vnc_password": schema.BoolAttribute{
			MarkdownDescription: "Whether CloudSigma makes a password for a clone (`clone_server_id`), which is then in `vnc_password`. " +
				"Default `false`. It has no effect on a server that exists.",
			Optional: true,
		},
	}
}

func placementAttributes() map[string]schema.Attribute {
	list := []validator.List{listvalidator.NoNullValues(), listvalidator.ValueStringsAre(cloudsigmaentity.UUID())}
	return map[string]schema.Attribute{
		"clone_server_id": schema.StringAttribute{
			MarkdownDescription: "UUID of a server of which this one is to be a clone, with copies of its disks (`attached_drives`), the same " +
				"CD-ROMs, and `dhcp` for static addresses. What is configured besides is changed before the first start. " +
				"`drive` blocks are an error then. Another UUID makes the server anew; one that is added or removed later has no effect.",
			Optional:   true,
			Validators: []validator.String{cloudsigmaentity.UUID()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(
				cloneChanged, "Another source makes the server anew.", "Another source makes the server anew.",
			)},
		},
		"clone_avoid": schema.ListAttribute{
			MarkdownDescription: "UUIDs of drives, or of servers with drives, from whose storage hosts the copies of the disks are to be kept " +
				"away if that is possible, the most important first. It makes cloning slower, and has no effect on a server that exists.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  append(list, listvalidator.AlsoRequires(path.MatchRoot("clone_server_id"))),
		},
		"avoid": schema.ListAttribute{
			MarkdownDescription: "UUIDs of servers from whose hosts the server is to be kept away if that is possible, the most important " +
				"first (availability group). It has effect whenever this provider starts the server; a change of it does not restart a server.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  list,
		},
	}
}
