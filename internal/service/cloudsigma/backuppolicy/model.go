package backuppolicy

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID              types.String    `tfsdk:"id"`
	UUID            types.String    `tfsdk:"uuid"`
	ResourceURI     types.String    `tfsdk:"resource_uri"`
	Name            types.String    `tfsdk:"name"`
	Type            types.String    `tfsdk:"type"`
	Drives          types.Set       `tfsdk:"drives"`
	IsEnabled       types.Bool      `tfsdk:"is_enabled"`
	IsDefault       types.Bool      `tfsdk:"is_default"`
	NotifyBackup    types.Bool      `tfsdk:"enable_backup_policy_notifications"`
	NotifyRetention types.Bool      `tfsdk:"enable_retention_policy_notifications"`
	UserTimezone    types.String    `tfsdk:"user_timezone"`
	RemoteLocation  types.String    `tfsdk:"remote_location"`
	ManualTimes     types.String    `tfsdk:"manual_incremental_backup"`
	Incremental     *timesModel     `tfsdk:"incremental_backup"`
	Initial         *windowModel    `tfsdk:"initial_backup"`
	Retention       *retentionModel `tfsdk:"retention_policy"`
	Meta            types.Map       `tfsdk:"meta"`
	Tags            types.Set       `tfsdk:"tags"`
}

type windowModel struct {
	DaysOfWeek types.Set       `tfsdk:"day_of_week"`
	StartTime  *timeOfDayModel `tfsdk:"start_time"`
	EndTime    *timeOfDayModel `tfsdk:"end_time"`
}

type timesModel struct {
	windowModel
	DaysOfMonth types.String `tfsdk:"day_of_month"`
	Months      types.String `tfsdk:"month"`
	Hours       types.String `tfsdk:"hour"`
	Minutes     types.String `tfsdk:"minute"`
	Repeat      *repeatModel `tfsdk:"repeat"`
}

type repeatModel struct {
	Hour   types.String `tfsdk:"hour"`
	Minute types.String `tfsdk:"minute"`
}

type timeOfDayModel struct {
	Hour   types.Int64 `tfsdk:"hour"`
	Minute types.Int64 `tfsdk:"minute"`
}

type retentionModel struct {
	Name  types.String `tfsdk:"name"`
	Rules []ruleModel  `tfsdk:"rules"`
}

type ruleModel struct {
	Period   types.String `tfsdk:"period"`
	Quantity types.Int64  `tfsdk:"quantity"`
	Day      types.Int64  `tfsdk:"time_option"`
}

// apply writes into a definition what is planned, or what a plan changes.
func (m *model) apply(ctx context.Context, definition *cloudsigma.BackupPolicyDefinition) {
	definition.Name = m.Name.ValueString()
	definition.Type = m.Type.ValueString()
	if cloudsigmaentity.IsSet(m.IsEnabled) {
		definition.IsEnabled = m.IsEnabled.ValueBool()
	}
	if cloudsigmaentity.IsSet(m.IsDefault) {
		definition.IsDefault = m.IsDefault.ValueBool()
	}
	if cloudsigmaentity.IsSet(m.NotifyBackup) {
		definition.NotifyBackup = m.NotifyBackup.ValueBoolPointer()
	}
	if cloudsigmaentity.IsSet(m.NotifyRetention) {
		definition.NotifyRetention = m.NotifyRetention.ValueBoolPointer()
	}
	definition.UserTimezone = m.UserTimezone.ValueString()
	definition.ManualTimes = m.ManualTimes.ValueString()
	if cloudsigmaentity.IsSet(m.RemoteLocation) {
		definition.RemoteLocation = m.RemoteLocation.ValueString()
	}
	definition.Incremental = m.Incremental.definition(ctx)
	if m.Initial == nil {
		definition.RemoveInitial()
	} else {
		window := m.Initial.definition(ctx)
		definition.Initial = &window
	}
	definition.Retention = m.Retention.definition()
	cloudsigmaentity.ChangeMeta(ctx, &definition.Meta, m.Meta)
	cloudsigmaentity.ChangeTags(ctx, &definition.Tags, m.Tags)
}

func (w *windowModel) definition(ctx context.Context) cloudsigma.BackupWindow {
	var days cloudsigma.Weekdays
	// Validators have refused null, and an applied plan has no unknowns, so this cannot fail.
	_ = w.DaysOfWeek.ElementsAs(ctx, &days, false)
	slices.SortFunc(days, func(a, b string) int { return slices.Index(weekdays, a) - slices.Index(weekdays, b) })
	return cloudsigma.BackupWindow{DaysOfWeek: days, StartTime: w.StartTime.definition(), EndTime: w.EndTime.definition()}
}

func (t *timesModel) definition(ctx context.Context) cloudsigma.BackupTimes {
	times := cloudsigma.BackupTimes{
		BackupWindow: t.windowModel.definition(ctx),
		DaysOfMonth:  cloudsigma.Numbers(t.DaysOfMonth.ValueString()),
		Months:       cloudsigma.Numbers(t.Months.ValueString()),
		Hours:        cloudsigma.Numbers(t.Hours.ValueString()),
		Minutes:      cloudsigma.Numbers(t.Minutes.ValueString()),
	}
	if t.Repeat != nil {
		times.Repeat = cloudsigma.BackupCycle{Hour: t.Repeat.Hour.ValueString(), Minute: t.Repeat.Minute.ValueString()}
	}
	return times
}

func (t *timeOfDayModel) definition() cloudsigma.TimeOfDay {
	if t == nil {
		return cloudsigma.TimeOfDay{}
	}
	return cloudsigma.TimeOfDay{Hour: t.Hour.ValueInt64Pointer(), Minute: t.Minute.ValueInt64Pointer()}
}

func (r *retentionModel) definition() cloudsigma.RetentionPolicy {
	policy := cloudsigma.RetentionPolicy{Name: r.Name.ValueString(), Rules: []cloudsigma.RetentionRule{}}
	for _, rule := range r.Rules {
		policy.Rules = append(policy.Rules, cloudsigma.RetentionRule{
			Period: rule.Period.ValueString(), Quantity: rule.Quantity.ValueInt64(), Day: rule.Day.ValueInt64Pointer(),
		})
	}
	return policy
}

// show writes what the server says into the model, but for the drives.
func (m *model) show(policy *cloudsigma.BackupPolicy) {
	definition := &policy.Definition
	m.ID = types.StringValue(policy.UUID)
	m.UUID = types.StringValue(policy.UUID)
	m.ResourceURI = types.StringValue(policy.ResourceURI)
	m.Name = types.StringValue(definition.Name)
	m.Type = types.StringValue(definition.Type)
	m.IsEnabled = types.BoolValue(definition.IsEnabled)
	m.IsDefault = types.BoolValue(definition.IsDefault)
	m.NotifyBackup = types.BoolPointerValue(definition.NotifyBackup)
	m.NotifyRetention = types.BoolPointerValue(definition.NotifyRetention)
	m.UserTimezone = types.StringValue(definition.UserTimezone)
	m.RemoteLocation = types.StringValue(definition.RemoteLocation)
	m.ManualTimes = cloudsigmaentity.TextOrNull(definition.ManualTimes)
	m.Incremental = shownTimes(definition.Incremental)
	m.Initial = nil
	if definition.Initial != nil {
		window := shownWindow(*definition.Initial)
		m.Initial = &window
	}
	m.Retention = shownRetention(definition.Retention)
	m.Meta = cloudsigmaentity.ShownMeta(definition.Meta)
	m.Tags = cloudsigmaentity.ShownReferences(definition.Tags)
}

// showDrives writes the drives that have the policy into the model.
func (m *model) showDrives(uuids []string) {
	m.Drives = cloudsigmaentity.TextSet(uuids)
}

func shownWindow(window cloudsigma.BackupWindow) windowModel {
	return windowModel{
		DaysOfWeek: cloudsigmaentity.TextSet(window.DaysOfWeek),
		StartTime:  shownTimeOfDay(window.StartTime), EndTime: shownTimeOfDay(window.EndTime),
	}
}

func shownTimes(times cloudsigma.BackupTimes) *timesModel {
	shown := &timesModel{
		windowModel: shownWindow(times.BackupWindow),
		DaysOfMonth: types.StringValue(string(times.DaysOfMonth)),
		Months:      types.StringValue(string(times.Months)),
		Hours:       cloudsigmaentity.TextOrNull(string(times.Hours)),
		Minutes:     cloudsigmaentity.TextOrNull(string(times.Minutes)),
	}
	if times.Repeat != (cloudsigma.BackupCycle{}) {
		shown.Repeat = &repeatModel{Hour: cloudsigmaentity.TextOrNull(times.Repeat.Hour), Minute: cloudsigmaentity.TextOrNull(times.Repeat.Minute)}
	}
	return shown
}

func shownTimeOfDay(time cloudsigma.TimeOfDay) *timeOfDayModel {
	if time.Hour == nil && time.Minute == nil {
		return nil
	}
	return &timeOfDayModel{Hour: types.Int64PointerValue(time.Hour), Minute: types.Int64PointerValue(time.Minute)}
}

func shownRetention(policy cloudsigma.RetentionPolicy) *retentionModel {
	shown := &retentionModel{Name: cloudsigmaentity.TextOrNull(policy.Name), Rules: []ruleModel{}}
	for _, rule := range policy.Rules {
		shown.Rules = append(shown.Rules, ruleModel{
			Period: types.StringValue(rule.Period), Quantity: types.Int64Value(rule.Quantity), Day: types.Int64PointerValue(rule.Day),
		})
	}
	return shown
}
