package health

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

// The defaults.
const (
	defaultTimeout  = 10 * time.Minute
	defaultInterval = 2 * time.Second
	mysqlPort       = 3306
	sshPort         = 22
)

// Fields are the values of [Attributes]. The model of a resource embeds them.
type Fields struct {
	HealthCheck types.Object `tfsdk:"health_check"`
	Monitor     types.Bool   `tfsdk:"monitor"`
	OnUnhealthy types.String `tfsdk:"on_unhealthy"`
	Healthy     types.Bool   `tfsdk:"healthy"`
	Health      types.List   `tfsdk:"health"`
}

// plainChecks are the checks that need no secret, and the times.
type plainChecks struct {
	Ping     types.Bool   `tfsdk:"ping"`
	Ports    []int        `tfsdk:"ports"`
	URLs     []string     `tfsdk:"urls"`
	HTTP     []httpModel  `tfsdk:"http"`
	Timeout  types.String `tfsdk:"timeout"`
	Interval types.String `tfsdk:"interval"`
}

// checkModel is health_check. Its values are known at an apply.
type checkModel struct {
	plainChecks

	MySQL          []mysqlModel `tfsdk:"mysql"`
	SSH            *sshModel    `tfsdk:"ssh"`
	Address        types.String `tfsdk:"address"`
	OnFailure      types.String `tfsdk:"on_failure"`
	UnhealthyAfter types.String `tfsdk:"unhealthy_after"`
}

type httpModel struct {
	URL        string       `tfsdk:"url"`
	Status     []int        `tfsdk:"status"`
	BodyRegex  types.String `tfsdk:"body_regex"`
	CAPEM      types.String `tfsdk:"ca_pem"`
	ServerName types.String `tfsdk:"server_name"`
	Insecure   types.Bool   `tfsdk:"insecure"`
}

// mysqlLogin is an element of mysql without what is write-only, which data sources do not have.
type mysqlLogin struct {
	Database string       `tfsdk:"database"`
	Username string       `tfsdk:"username"`
	Password types.String `tfsdk:"password"`
	Port     types.Int64  `tfsdk:"port"`
	TLS      types.String `tfsdk:"tls"`
}

type mysqlModel struct {
	mysqlLogin

	PasswordWO types.String `tfsdk:"password_wo"`
}

// sshLogin is ssh without what is write-only.
type sshLogin struct {
	Port             types.Int64  `tfsdk:"port"`
	User             types.String `tfsdk:"user"`
	Command          types.String `tfsdk:"command"`
	PrivateKey       types.String `tfsdk:"private_key"`
	Agent            types.Bool   `tfsdk:"agent"`
	HostKey          types.String `tfsdk:"host_key"`
	AcceptAnyHostKey types.Bool   `tfsdk:"accept_any_host_key"`
}

type sshModel struct {
	sshLogin

	PrivateKeyWO types.String `tfsdk:"private_key_wo"`
}

// definition is the health_check of a resource, or nil if there is none.
func (f *Fields) definition(ctx context.Context, diagnostics *diag.Diagnostics) *checkModel {
	if f.HealthCheck.IsNull() || f.HealthCheck.IsUnknown() {
		return nil
	}
	var check checkModel
	diagnostics.Append(f.HealthCheck.As(ctx, &check, basetypes.ObjectAsOptions{})...)
	return &check
}

// times are how long and how often the checks are looked at.
func (c *plainChecks) times() healthcheck.Wait {
	return healthcheck.Wait{
		Interval: duration(c.Interval, defaultInterval), Timeout: duration(c.Timeout, defaultTimeout),
	}
}

// unhealthyAfter is the time of continuous failure after which a machine counts as unhealthy.
func (c *checkModel) unhealthyAfter() time.Duration {
	return duration(c.UnhealthyAfter, c.times().Timeout)
}

// duration is the configured one, which was validated, or the default.
func duration(text types.String, otherwise time.Duration) time.Duration {
	configured, err := time.ParseDuration(text.ValueString())
	if err != nil {
		return otherwise
	}
	return configured
}

// on makes the checks of a machine. A state does not have the secrets that are write-only: what needs one that is not
// known then asks for less.
func (c *checkModel) on(address string, isState bool) []healthcheck.Check {
	checks := c.plainChecks.on(address)
	for _, model := range c.MySQL {
		login := model.check(model.PasswordWO)
		login.HandshakeOnly = isState && model.Password.IsNull()
		checks = append(checks, healthcheck.MySQL(address, login))
	}
	if c.SSH != nil {
		login := c.SSH.check(c.SSH.PrivateKeyWO)
		if login.PrivateKey == "" && !login.Agent {
			login.Command = ""
		}
		checks = append(checks, healthcheck.SSH(address, login))
	}
	return checks
}

func (c *plainChecks) on(address string) []healthcheck.Check {
	var checks []healthcheck.Check
	if c.Ping.ValueBool() {
		checks = append(checks, healthcheck.Ping(address))
	}
	for _, port := range c.Ports {
		checks = append(checks, healthcheck.Port(address, port))
	}
	for _, url := range c.URLs {
		checks = append(checks, healthcheck.URL(address, healthcheck.URLCheck{URL: url}))
	}
	for _, model := range c.HTTP {
		checks = append(checks, healthcheck.URL(address, model.check()))
	}
	return checks
}

func (m httpModel) check() healthcheck.URLCheck {
	return healthcheck.URLCheck{
		URL: m.URL, Status: m.Status, Body: m.BodyRegex.ValueString(), CAPEM: m.CAPEM.ValueString(),
		ServerName: m.ServerName.ValueString(), Insecure: m.Insecure.ValueBool(),
	}
}

func (m mysqlLogin) check(secret types.String) healthcheck.MySQLCheck {
	return healthcheck.MySQLCheck{
		Port: portOr(m.Port, mysqlPort), Database: m.Database, Username: m.Username,
		Password: secret.ValueString() + m.Password.ValueString(), TLS: m.TLS.ValueString(),
	}
}

func (m sshLogin) check(secret types.String) healthcheck.SSHCheck {
	return healthcheck.SSHCheck{
		Port: portOr(m.Port, sshPort), User: m.User.ValueString(), Command: m.Command.ValueString(),
		PrivateKey: secret.ValueString() + m.PrivateKey.ValueString(), Agent: m.Agent.ValueBool(),
		HostKey: m.HostKey.ValueString(), AnyHostKey: m.AcceptAnyHostKey.ValueBool(),
	}
}

func portOr(port types.Int64, otherwise int) int {
	if port.IsNull() {
		return otherwise
	}
	return int(port.ValueInt64())
}

// resultList is the value of health.
func resultList(ctx context.Context, results []healthcheck.Result, diagnostics *diag.Diagnostics) types.List {
	type resultModel struct {
		Check   string  `tfsdk:"check"`
		Healthy bool    `tfsdk:"healthy"`
		Error   *string `tfsdk:"error"`
	}
	models := []resultModel{}
	for _, result := range results {
		model := resultModel{Check: result.Name, Healthy: result.Err == nil}
		if result.Err != nil {
			text := result.Err.Error()
			model.Error = &text
		}
		models = append(models, model)
	}
	list, problems := types.ListValueFrom(ctx, resultType(), models)
	diagnostics.Append(problems...)
	return list
}

func resultType() basetypes.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"check": types.StringType, "healthy": types.BoolType, "error": types.StringType,
	}}
}
