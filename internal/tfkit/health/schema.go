package health

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// The values of on_failure.
const (
	failureTaint   = "taint"
	failureRestart = "restart"
	failureIgnore  = "ignore"
)

// The values of on_unhealthy.
const (
	unhealthyNone    = "none"
	unhealthyRestart = "restart"
	unhealthyReplace = "replace"
)

// The values of address that are no address.
const (
	addressPublic  = "public"
	addressPrivate = "private"
)

// Attributes are what a resource that is a machine has for its health; noun names the machine in sentences, such as "VM",
// and addresses is a sentence about which addresses of it are known. Their values are the fields of [Fields].
func Attributes(noun, addresses string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"health_check": checkAttribute(noun, addresses),
		"monitor": schema.BoolAttribute{
			MarkdownDescription: "Whether each refresh runs the checks of `health_check`. One look is taken. A " + noun + " that fails it " +
				"counts as unhealthy when it has been failing for `health_check.unhealthy_after`. A " + noun + " that somebody " +
				"stopped is started again, unless the configuration says otherwise. Default `false`.",
			Optional:   true,
			Validators: []validator.Bool{requiresCheck{}},
		},
		"on_unhealthy": schema.StringAttribute{
			MarkdownDescription: "What the plan does to a " + noun + " that a refresh found unhealthy: `none` (default; a warning tells), " +
				"`restart`, or `replace`. It needs `monitor = true`.",
			Optional: true,
			Validators: []validator.String{
				stringvalidator.OneOf(unhealthyNone, unhealthyRestart, unhealthyReplace), requiresMonitor{},
			},
		},
		"healthy": schema.BoolAttribute{
			MarkdownDescription: "Whether the checks passed, or the " + noun + " has not been failing for long enough to count as unhealthy. It is " +
				"as of the last time the checks ran: when the " + noun + " was made or changed or, with `monitor`, at the last refresh.",
			Computed: true,
		},
		"health": resultAttribute(),
	}
}

// resultAttribute is what each check found.
func resultAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "What the last look at each check found.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"check":   schema.StringAttribute{MarkdownDescription: "The check, such as `port 22`. A URL is without its user, and without the values of its query.", Computed: true},
			"healthy": schema.BoolAttribute{MarkdownDescription: "Whether it passed.", Computed: true},
			"error":   schema.StringAttribute{MarkdownDescription: "Why it did not, else null.", Computed: true},
		}},
	}
}

func checkAttribute(noun, addresses string) schema.SingleNestedAttribute {
	attributes := checkAttributes()
	maps.Copy(attributes, map[string]schema.Attribute{
		"address": schema.StringAttribute{
			MarkdownDescription: "Address to check: `public` or `private` for the first such address of the " + noun + ", or an IP address or host " +
				"name. Without it, the first public address or, if there is none, the first address. " + addresses,
			Optional:   true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"on_failure": schema.StringAttribute{
			MarkdownDescription: "What happens when the checks of a new " + noun + " do not pass in time: `taint` (default) is an error, and the next " +
				"apply makes a new " + noun + "; `restart` restarts it once and waits again; `ignore` is a warning.",
			Optional:   true,
			Validators: []validator.String{stringvalidator.OneOf(failureTaint, failureRestart, failureIgnore)},
		},
		"unhealthy_after": schema.StringAttribute{
			MarkdownDescription: "Time of continuous failure after which a monitored " + noun + " counts as unhealthy, such as `5m`; `0s` is at the first " +
				"failure. Default: `timeout`. The time runs from the first refresh that saw the failure and was saved, as one by " +
				"`terraform apply` is.",
			Optional:   true,
			Validators: []validator.String{notNegativeDuration()},
		},
	})
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Checks that complete the creation of the " + noun + ": what depends on it waits until all pass. At least one of " +
			"`ping`, `ports`, `urls`, `http`, `mysql` and `ssh` is needed. They run side by side, from where Terraform runs, for as long as " +
			"their own `timeout` says, besides the time of `timeouts`. They also run after an update that boots the " + noun + " or changes " +
			"`health_check`; there a failure is an error, and nothing is tainted.",
		Optional:   true,
		Attributes: attributes,
		Validators: []validator.Object{someCheck{}},
	}
}

// checkAttributes are the checks and their times, without what only a machine of its own needs.
func checkAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"ping": schema.BoolAttribute{
			MarkdownDescription: "Whether a ping is to be answered. Pings need the right to send ICMP: datagram sockets " +
				"(`net.ipv4.ping_group_range` on Linux), or raw ones (`CAP_NET_RAW`).",
			Optional: true,
		},
		"ports": schema.ListAttribute{
			MarkdownDescription: "TCP ports that are to accept connections, such as `[22, 3306]`.",
			ElementType:         types.Int64Type,
			Optional:            true,
			Validators:          []validator.List{listvalidator.NoNullValues(), listvalidator.UniqueValues(), listvalidator.ValueInt64sAre(portNumber())},
		},
		"urls": schema.ListAttribute{
			MarkdownDescription: "URLs that are to answer a GET with a status from 200 to 299, such as `http://{{ip}}:5000/ready`. `{{ip}}` stands " +
				"for the address. Redirections are followed. For more see `http`.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.List{listvalidator.NoNullValues(), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(checkedURL())},
		},
		"http": schema.ListNestedAttribute{
			MarkdownDescription: "URLs whose answers are looked at more closely.",
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: httpAttributes()},
		},
		"mysql": schema.ListNestedAttribute{
			MarkdownDescription: "Databases of MySQL or MariaDB: a login and `SELECT 1` are to succeed.",
			Optional:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: mysqlAttributes()},
		},
		"ssh": schema.SingleNestedAttribute{
			MarkdownDescription: "SSH: without `command` the banner of the server is to show. All arguments but `port` are for the command, and are an " +
				"error without it.",
			Optional:   true,
			Attributes: sshAttributes(),
			Validators: []validator.Object{wholeSSH{}},
		},
		"timeout": schema.StringAttribute{
			MarkdownDescription: "Time for all checks to pass, such as `15m`. Default `10m`.",
			Optional:            true,
			Validators:          []validator.String{tfkit.PositiveDuration()},
		},
		"interval": schema.StringAttribute{
			MarkdownDescription: "Pause between two looks, such as `5s`. Default `2s`.",
			Optional:            true,
			Validators:          []validator.String{tfkit.PositiveDuration()},
		},
	}
}

func httpAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"url": schema.StringAttribute{
			MarkdownDescription: "URL to GET, such as `https://{{ip}}/`.",
			Required:            true,
			Validators:          []validator.String{checkedURL()},
		},
		"status": schema.ListAttribute{
			MarkdownDescription: "Statuses that pass, such as `[200, 401]`. Default: 200 to 299.",
			ElementType:         types.Int64Type,
			Optional:            true,
			Validators: []validator.List{
				listvalidator.NoNullValues(), listvalidator.SizeAtLeast(1), listvalidator.ValueInt64sAre(int64validator.Between(100, 599)),
			},
		},
		"body_regex": schema.StringAttribute{
			MarkdownDescription: "Regular expression (RE2) that the first MiB of the answer is to fit somewhere.",
			Optional:            true,
			Validators:          []validator.String{tfkit.Regex()},
		},
		"ca_pem": schema.StringAttribute{
			MarkdownDescription: "Certificates of the authorities to trust, in PEM, instead of the system's.",
			Optional:            true,
			Validators:          []validator.String{tfkit.TextValidator{Rule: "be certificates in PEM", Check: healthcheck.CheckCAPEM}},
		},
		"server_name": schema.StringAttribute{
			MarkdownDescription: "Name that the server's certificate is to be for, such as `www.example.org`. Default: the host of the URL.",
			Optional:            true,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"insecure": schema.BoolAttribute{
			MarkdownDescription: "Whether any certificate is taken. Default `false`.",
			Optional:            true,
		},
	}
}

func mysqlAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"database": schema.StringAttribute{
			MarkdownDescription: "Name of the database.",
			Required:            true,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"username": schema.StringAttribute{
			MarkdownDescription: "User to log in as.",
			Required:            true,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"password_wo": schema.StringAttribute{
			MarkdownDescription: "Password, write-only (Terraform 1.11, OpenTofu 1.11): it is never in the state or in a plan. So `monitor` does not know it: at " +
				"a refresh the server passes that answers the login, be it by a refusal.",
			Optional: true, WriteOnly: true, Sensitive: true,
			Validators: []validator.String{stringvalidator.ConflictsWith(sibling("password"))},
		},
		"password": schema.StringAttribute{
			MarkdownDescription: "Password, which is kept in the state.",
			Optional:            true, Sensitive: true,
		},
		"port": schema.Int64Attribute{
			MarkdownDescription: "Port. Default `3306`.",
			Optional:            true,
			Validators:          []validator.Int64{portNumber()},
		},
		"tls": schema.StringAttribute{
			MarkdownDescription: "`preferred` (default) encrypts if the server can, and takes any certificate: whoever is between can pass for the " +
				"server and learn the password. `verify` encrypts and wants a certificate that the system trusts, for the address that is checked. `off` does not encrypt.",
			Optional: true,
			Validators: []validator.String{
				stringvalidator.OneOf(healthcheck.MySQLTLSPreferred, healthcheck.MySQLTLSVerify, healthcheck.MySQLTLSOff),
			},
		},
	}
}

func sshAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"port": schema.Int64Attribute{
			MarkdownDescription: "Port. Default `22`.",
			Optional:            true,
			Validators:          []validator.Int64{portNumber()},
		},
		"user": schema.StringAttribute{
			MarkdownDescription: "User to log in as, such as `ubuntu`.",
			Optional:            true,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"command": schema.StringAttribute{
			MarkdownDescription: "Command that is to end with 0, such as `cloud-init status --wait`. It may take as long as the whole wait. It needs " +
				"`user`, a private key or `agent = true`, and either `host_key` or `accept_any_host_key = true`.",
			Optional:   true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"private_key_wo": schema.StringAttribute{
			MarkdownDescription: "Private key to log in with, without a passphrase, write-only (Terraform 1.11, OpenTofu 1.11): it is never in the state " +
				"or in a plan. So `monitor` does not know it: a refresh looks for the banner only.",
			Optional: true, WriteOnly: true, Sensitive: true,
			Validators: []validator.String{privateKey(), stringvalidator.ConflictsWith(sibling("private_key"))},
		},
		"private_key": schema.StringAttribute{
			MarkdownDescription: "Private key to log in with, without a passphrase, which is kept in the state.",
			Optional:            true, Sensitive: true,
			Validators: []validator.String{privateKey()},
		},
		"agent": schema.BoolAttribute{
			MarkdownDescription: "Whether the keys of the SSH agent that `SSH_AUTH_SOCK` names are tried. Default `false`.",
			Optional:            true,
		},
		"host_key": schema.StringAttribute{
			MarkdownDescription: "Key that the server is to have, such as `ssh-ed25519 AAAA…`.",
			Optional:            true,
			Validators: []validator.String{
				tfkit.TextValidator{Rule: "be a line like ssh-ed25519 AAAA…", Check: healthcheck.CheckHostKey},
			},
		},
		"accept_any_host_key": schema.BoolAttribute{
			MarkdownDescription: "Whether a server with any key is taken. Then whoever is between can pass for it. Default `false`.",
			Optional:            true,
		},
	}
}

func sibling(name string) path.Expression { return path.MatchRelative().AtParent().AtName(name) }
