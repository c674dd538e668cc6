package compute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/health"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// The values of os_change.
const (
	osChangeRebuild = "rebuild"
	osChangeReplace = "replace"
)

// restartGraceful is the default of restart_method (GFD.184, section 3.1).
const restartGraceful = "graceful"

func resourceSchema(ctx context.Context) schema.Schema {
	attributes := map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "Path of the VM on the endpoint, such as `/compute/4a7c…`.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Update: true, Delete: true,
			CreateDescription: "Time for the VM to become active, such as `10m`. Default `20m`.",
			UpdateDescription: "Time for all changes together. Default `20m`.",
			DeleteDescription: "Time for the VM to disappear. Default `10m`.",
		}),
	}
	for _, group := range []map[string]schema.Attribute{
		identityAttributes(), sizeAttributes(), accessAttributes(), linkAttributes(), injectionAttributes(), changeAttributes(), restartAttributes(),
		passwordAttributes(), shownAttributes(), health.Attributes("VM", "The known addresses are those in `addresses`."),
	} {
		for name, attribute := range group {
			attributes[name] = attribute
		}
	}
	return schema.Schema{
		MarkdownDescription: "A virtual machine (OCCI kind `compute`). The resource is created when the VM is active.",
		Attributes:          attributes,
	}
}

func identityAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"title": schema.StringAttribute{
			MarkdownDescription: "Name for people. It is kept from the configuration where the server does not keep titles of VMs " +
				"(occi-os). A change is made in place; on ooi, which refuses it, it is an error.",
			Optional: true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank(), occientity.Text()},
		},
		"summary": schema.StringAttribute{
			MarkdownDescription: "A sentence about the VM. It is kept from the configuration where the server does not show it (occi-os, ooi).",
			Optional:            true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank(), occientity.Text()},
		},
		"hostname": schema.StringAttribute{
			MarkdownDescription: "Host name: lower-case letters, digits, `-` and `.`. The server chooses one if it is not set. " +
				"Servers may make another one of it, see `actual_hostname`. A change replaces the VM.",
			Optional: true, Computed: true,
			Validators: []validator.String{tfkit.Hostname()},
		},
		"mixins": schema.SetAttribute{
			MarkdownDescription: "Further mixins, as type identifiers `scheme#term`. A change is made in place, in the mixin's collection; " +
				"a mixin without one comes with the VM, and its change replaces the VM. Where this is set, all mixins that people give " +
				"the VM belong here: one that somebody adds elsewhere, also by an `occi_mixin_association`, is a difference, and the next " +
				"apply takes it off; one that somebody takes off is added again. Not so templates, security groups and other mixins of " +
				"the OCCI standards, what has an argument of its own, and what the server itself gave the VM. If it was never set, no mixins " +
				"are managed; to remove the argument takes off those that it has in the state.",
			ElementType: types.StringType,
			Optional:    true,
			Validators: []validator.Set{
				setvalidator.NoNullValues(), setvalidator.ValueStringsAre(occientity.TypeIdentifier(), withoutOwnArgument()),
			},
		},
		"attributes": schema.MapAttribute{
			MarkdownDescription: "Further OCCI attributes, as `{ \"com.example.rack\" = \"7\" }`. A change replaces the VM.",
			ElementType:         types.StringType,
			Optional:            true,
			Validators: []validator.Map{
				mapvalidator.NoNullValues(), mapvalidator.ValueStringsAre(occientity.Text()),
				occientity.AttributeNames(attributesWithArgument()...),
			},
		},
	}
}

func sizeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"os_template": schema.StringAttribute{
			MarkdownDescription: "Image: `scheme#term`, a term, or a title that is unique, such as `cirros-0.3.0-x86_64-uec`. " +
				"What a change does is said by `os_change`.",
			Optional: true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"resource_template": schema.StringAttribute{
			MarkdownDescription: "Size (flavor): `scheme#term`, a term, or a title that is unique, such as `itsy`. A change " +
				"scales the VM in place. Servers that do not show it (occi-os) keep it from the configuration.",
			Optional: true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"cores": schema.Int64Attribute{
			MarkdownDescription: "Number of virtual processors, where the server takes sizes without a template. Beside " +
				"`resource_template`, which decides it, another number than that of the template is an error; likewise `memory` and " +
				"`architecture`. A change is made in place where the server can (OCCI 1.2). Elsewhere it is an error: " +
				"`terraform apply -replace` makes a new VM.",
			Optional: true, Computed: true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"memory": schema.Float64Attribute{
			MarkdownDescription: "Memory in GiB, such as `0.5`, also where the server counts in MiB (ooi). It can be set where the " +
				"server takes sizes without a template. A change is as one of `cores`.",
			Optional: true, Computed: true,
			Validators: []validator.Float64{tfkit.Positive()},
		},
		"architecture": schema.StringAttribute{
			MarkdownDescription: "Processor architecture, such as `x86` or `x64`, where the server takes sizes without a template. " +
				"A change is as one of `cores`.",
			Optional: true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank(), occientity.Text()},
		},
	}
}

func accessAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"security_groups": schema.SetAttribute{
			MarkdownDescription: "Security groups that the VM is in, and no others: the `id` of an `occi_security_group`; where groups " +
				"are mixins also a type identifier `scheme#term`, or a term that is unique. A change is made on the running VM. Not so " +
				"on occi-os, which takes a VM into groups only when it is made, and does not show them: there a change replaces the " +
				"VM. If it was never set, the groups of the VM are left alone; to remove the argument takes the VM out of those that it " +
				"named. Use either it or `occi_security_group_association`.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NotBlank())},
		},
		"ssh_key": schema.SingleNestedAttribute{
			MarkdownDescription: "Public key for the first user of the VM. Servers do not show it; it is kept from the " +
				"configuration. A change replaces the VM.",
			Optional: true,
			Attributes: map[string]schema.Attribute{
				"name": schema.StringAttribute{
					MarkdownDescription: "Name of the key pair, which occi-os needs. It is not sent where keys need none (ooi, OCCI 1.2): " +
						"ooi would keep the key pair after the VM is deleted.",
					Optional:   true,
					Validators: []validator.String{tfkit.NotBlank(), occientity.Text()},
				},
				"public_key": schema.StringAttribute{
					MarkdownDescription: "Public key as in `authorized_keys`, such as `ssh-ed25519 AAAA… me@example.org`. A line break at the end, as files have it, is not sent.",
					Required:            true,
					Validators:          []validator.String{tfkit.NotBlank(), publicKey()},
				},
			},
		},
		"user_data": schema.StringAttribute{
			MarkdownDescription: "User data for cloud-init as plain text: a cloud-config, a script, or a MIME multipart. It is sent in base64; what is " +
				"in base64 already, as `cloudinit_config` of the provider hashicorp/cloudinit renders it, is not encoded twice. OpenStack " +
				"takes 65535 characters of base64 (48 KiB), `files` and `metadata` included. Servers do not show it; it is kept from the " +
				"configuration. A change replaces the VM, unless `user_data_replace_on_change` is `false`.",
			Optional:   true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"user_data_replace_on_change": schema.BoolAttribute{
			MarkdownDescription: "Whether a change of `user_data`, `files` or `metadata` replaces the VM, as cloud-init looks at them at the first boot. " +
				"With `false` the change is recorded, and is for the next VM. Default `true`.",
			Optional: true,
		},
	}
}

func linkAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"networks": schema.ListAttribute{
			MarkdownDescription: "Networks that the VM is created in, by the `id` of an `occi_network`, in the order of the VM's " +
				"interfaces. If it is not set, the server chooses; ooi refuses to where there are several. On occi-os the only one " +
				"is `/network/public`, which brings a floating IP. They are kept from the " +
				"configuration; a change replaces the VM. Use `occi_network_interface` for networks of a VM that runs.",
			ElementType: types.StringType,
			Optional:    true,
			Validators: []validator.List{
				listvalidator.NoNullValues(), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(occientity.EntityPath()),
			},
		},
		"volumes": schema.SetAttribute{
			MarkdownDescription: "Volumes that the VM is created with, by the `id` of an `occi_storage`. The server chooses the devices. " +
				"They are kept from the configuration; a change replaces the VM. Use `occi_storage_link` for volumes of a VM that runs.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(occientity.EntityPath())},
		},
	}
}

func restartAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"restart_triggers": schema.MapAttribute{
			MarkdownDescription: "Any texts, such as `{ config = filesha256(\"app.conf\") }`. When one of them changes, is added or " +
				"removed, the VM is restarted once, in place. A VM that is not running, or was just started, is not restarted. To " +
				"remove the argument restarts nothing.",
			ElementType: types.StringType,
			Optional:    true,
		},
		"restart_method": schema.StringAttribute{
			MarkdownDescription: "How the VM is restarted: `graceful` (default), `warm` or `cold`. ooi restarts gracefully whatever is asked.",
			Optional:            true, Computed: true,
			Default:    stringdefault.StaticString(restartGraceful),
			Validators: []validator.String{tfkit.NotBlank(), occientity.Text()},
		},
	}
}

func passwordAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"admin_password_wo": schema.StringAttribute{
			MarkdownDescription: "Password of the administrator, write-only (Terraform 1.11, OpenTofu 1.11): it is never in the state or in a " +
				"plan. It is set when the VM runs, on servers with the action `chg_pwd` (occi-os), and again when `admin_password_wo_version` changes.",
			Optional: true, WriteOnly: true, Sensitive: true,
			Validators: []validator.String{
				tfkit.NotBlank(), occientity.Text(), stringvalidator.AlsoRequires(path.MatchRoot("admin_password_wo_version")),
			},
		},
		"admin_password_wo_version": schema.Int64Attribute{
			MarkdownDescription: "Number of the password: change it to have the password set again.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("admin_password_wo"))},
		},
	}
}

func changeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"power_state": schema.StringAttribute{
			MarkdownDescription: "`active`, `inactive` (stopped) or `suspended`: started, stopped or suspended in place. " +
				"If it is not set, the VM is left in the state it is in, unless `monitor` has it started.",
			Optional: true, Computed: true,
			Validators: []validator.String{stringvalidator.OneOf(powerActive, powerInactive, powerSuspended)},
		},
		"confirm_resize": schema.BoolAttribute{
			MarkdownDescription: "Whether a change of `resource_template` is confirmed on servers that ask for it. Default `true`. See " +
				"`resize_pending` for servers where it cannot.",
			Optional: true, Computed: true,
			Default: booldefault.StaticBool(true),
		},
		"os_change": schema.StringAttribute{
			MarkdownDescription: "What a change of `os_template` does: `rebuild` (default) keeps the VM and its addresses, " +
				"`replace` makes a new VM. Both wipe the root disk.",
			Optional: true, Computed: true,
			Default:    stringdefault.StaticString(osChangeRebuild),
			Validators: []validator.String{stringvalidator.OneOf(osChangeRebuild, osChangeReplace)},
		},
	}
}

func shownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"actual_hostname": schema.StringAttribute{
			MarkdownDescription: "Host name that the server shows. That of ooi is the title, whatever `hostname` says.",
			Computed:            true,
		},
		"resize_pending": schema.BoolAttribute{
			MarkdownDescription: "Whether the VM waits for a resize to be confirmed: with `confirm_resize = false`, or on ooi, where OCCI " +
				"cannot confirm it (confirm it by OpenStack's own API, as by `openstack server resize confirm`). It ends when the VM " +
				"is active again.",
			Computed: true,
		},
		"state": schema.StringAttribute{
			MarkdownDescription: "State in the server's words. On OpenStack the state of Nova, such as `active` or `error`, " +
				"which says more than that of OCCI. A VM that is found in `error` is replaced: it does not leave that state by itself.",
			Computed: true,
		},
		"addresses": schema.ListAttribute{
			MarkdownDescription: "IP addresses of the network interfaces.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"links": schema.SetNestedAttribute{
			MarkdownDescription: "Links from the VM to networks and volumes.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":     schema.StringAttribute{MarkdownDescription: "Path of the link.", Computed: true},
				"kind":   schema.StringAttribute{MarkdownDescription: "Type identifier of the link's kind.", Computed: true},
				"target": schema.StringAttribute{MarkdownDescription: "Path of the network or volume.", Computed: true},
			}},
		},
		"console_url": schema.StringAttribute{
			MarkdownDescription: "URL of the console, where the server tells one. It contains a token; occi-os makes a new one at " +
				"every look.",
			Computed:  true,
			Sensitive: true,
		},
	}
}
