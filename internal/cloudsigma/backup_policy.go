package cloudsigma

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// BackupPolicy is a policy by which snapshots of drives are made and deleted, which the API calls a backup
// scheduler. See https://docs.cloudsigma.com/en/latest/backup_schedulers.html.
type BackupPolicy struct {
	UUID        string     `json:"uuid"`
	ResourceURI string     `json:"resource_uri"`
	Owner       *Reference `json:"owner"`
	// Definition is what can be written.
	Definition BackupPolicyDefinition `json:"-"`
}

// BackupPolicyDefinition is what can be written of a backup policy. Everything without omitempty or omitzero is
// always sent.
type BackupPolicyDefinition struct {
	// Type is "snapshot" (local snapshots) or "backup" (remote ones).
	Type string `json:"type"`
	Name string `json:"name"`
	// IsEnabled tells whether anything is done.
	IsEnabled bool `json:"is_enabled"`
	// IsDefault tells that the times of disaster recovery are continuous, not restricted.
	IsDefault bool `json:"is_default"`
	// NotifyBackup and NotifyRetention ask for notifications about what is made and deleted; nil is not sent.
	NotifyBackup    *bool `json:"enable_backup_policy_notifications,omitempty"`
	NotifyRetention *bool `json:"enable_retention_policy_notifications,omitempty"`
	// ManualTimes are times of day, "02:00,14:00".
	ManualTimes string      `json:"manual_incremental_backup"`
	Incremental BackupTimes `json:"incremental_backup"`
	// Initial is when the first, full backup may be made; nil is not sent. See RemoveInitial.
	Initial   *BackupWindow   `json:"initial_backup,omitempty"`
	Retention RetentionPolicy `json:"retention_policy"`
	// RemoteLocation is where remote snapshots are kept, "ZRH"; omitempty.
	RemoteLocation string      `json:"remote_location,omitempty"`
	UserTimezone   string      `json:"user_timezone"`
	Meta           Meta        `json:"meta,omitzero"`
	Tags           []Reference `json:"tags,omitzero"`
	// Other are the members without a field here, written back as they were read.
	Other Fields `json:"-"`
}

// BackupWindow is when something may be done.
type BackupWindow struct {
	// DaysOfWeek are "mon", ..., "sun", or "*" for all.
	DaysOfWeek Weekdays `json:"day_of_week"`
	// StartTime and EndTime bound the time of day.
	StartTime TimeOfDay `json:"start_time"`
	EndTime   TimeOfDay `json:"end_time"`
}

// Weekdays are always sent; nil is sent as []. No days are shown as [""]
// (response_backup_scheduler_backups_list_detail).
type Weekdays []string

// MarshalJSON implements json.Marshaler.
func (w Weekdays) MarshalJSON() ([]byte, error) { return json.Marshal(append([]string{}, w...)) }

// UnmarshalJSON implements json.Unmarshaler.
func (w *Weekdays) UnmarshalJSON(data []byte) error {
	var shown []string
	if err := json.Unmarshal(data, &shown); err != nil {
		return err
	}
	*w = slices.DeleteFunc(shown, func(day string) bool { return day == "" })
	return nil
}

// BackupTimes are when a snapshot is made: "*" is any, "" is not said.
type BackupTimes struct {
	BackupWindow
	DaysOfMonth Numbers     `json:"day_of_month"`
	Months      Numbers     `json:"month"`
	Hours       Numbers     `json:"hour"`
	Minutes     Numbers     `json:"minute"`
	Repeat      BackupCycle `json:"repeat"`
}

// BackupCycle is an interval: "*/12" hours, or "*/15" minutes; "" for none.
type BackupCycle struct {
	Hour   string `json:"hour"`
	Minute string `json:"minute"`
}

// Numbers are "1", "1,15" or "*". The API takes a text and shows several numbers as a list
// (response_backup_scheduler_backups_list_detail).
type Numbers string

// UnmarshalJSON implements json.Unmarshaler.
func (n *Numbers) UnmarshalJSON(data []byte) error {
	var several []string
	if json.Unmarshal(data, &several) == nil {
		*n = Numbers(strings.Join(several, ","))
		return nil
	}
	return json.Unmarshal(data, (*string)(n))
}

// TimeOfDay is a time of day; nil is not said, which the API has as "".
type TimeOfDay struct {
	Hour, Minute *int64
}

// MarshalJSON implements json.Marshaler.
func (t TimeOfDay) MarshalJSON() ([]byte, error) {
	written := map[string]any{"hour": "", "minute": ""}
	if t.Hour != nil {
		written["hour"] = *t.Hour
	}
	if t.Minute != nil {
		written["minute"] = *t.Minute
	}
	return json.Marshal(written)
}

// UnmarshalJSON implements json.Unmarshaler. It takes numbers and digits.
func (t *TimeOfDay) UnmarshalJSON(data []byte) error {
	var shown struct {
		Hour, Minute json.RawMessage
	}
	if err := json.Unmarshal(data, &shown); err != nil {
		return err
	}
	for _, member := range []struct {
		shown json.RawMessage
		into  **int64
	}{{shown.Hour, &t.Hour}, {shown.Minute, &t.Minute}} {
		digits := string(bytes.Trim(member.shown, `"`))
		if *member.into = nil; digits == "" || digits == "null" {
			continue
		}
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil {
			return fmt.Errorf("time of day: %w", err)
		}
		*member.into = &number
	}
	return nil
}

// RetentionPolicy says which snapshots are kept: those that meet any of the rules.
type RetentionPolicy struct {
	Name  string          `json:"name"`
	Rules []RetentionRule `json:"rules"`
}

// RetentionRule keeps the snapshots of a time.
type RetentionRule struct {
	// Period is "days", "weeks" or "months", Quantity how many of them.
	Period   string `json:"period,omitempty"`
	Quantity int64  `json:"quantity,omitempty"`
	// Day restricts it to a day of the week (0 is Sunday) or of the month; nil does not.
	Day *int64 `json:"time_option,omitempty"`
}

// UnmarshalJSON implements json.Unmarshaler. All answers but that to a creation have the day of a rule as an
// element of its own, after the rule (response_backup_scheduler_backup_update): it is put back.
func (p *RetentionPolicy) UnmarshalJSON(data []byte) error {
	type typed RetentionPolicy
	var shown typed
	if err := json.Unmarshal(data, &shown); err != nil {
		return err
	}
	*p = RetentionPolicy{Name: shown.Name, Rules: []RetentionRule{}}
	for _, rule := range shown.Rules {
		if last := len(p.Rules) - 1; rule.Period == "" && last >= 0 {
			p.Rules[last].Day = rule.Day
			continue
		}
		p.Rules = append(p.Rules, rule)
	}
	return nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (b *BackupPolicy) UnmarshalJSON(data []byte) error {
	type seen BackupPolicy
	return decodeEntity(data, (*seen)(b), &b.Definition, &b.Definition.Other)
}

// UnmarshalJSON implements json.Unmarshaler.
func (d *BackupPolicyDefinition) UnmarshalJSON(data []byte) (err error) {
	type typed BackupPolicyDefinition
	d.Other, err = decodeKeeping(data, (*typed)(d))
	if d.Initial != nil && d.Initial.DaysOfWeek == nil {
		d.Initial = nil // {} is shown for none
	}
	return err
}

// MarshalJSON implements json.Marshaler.
func (d BackupPolicyDefinition) MarshalJSON() ([]byte, error) {
	type typed BackupPolicyDefinition
	return encodeKeeping(typed(d), d.Other)
}

// RemoveInitial removes the initial backup in an edit: the server keeps what is not sent, and shows {} for none.
func (d *BackupPolicyDefinition) RemoveInitial() {
	if d.Initial == nil {
		return
	}
	d.Initial = nil
	if d.Other == nil {
		d.Other = Fields{}
	}
	d.Other["initial_backup"] = json.RawMessage("{}")
}

// BackupPolicies reads and writes the backup policies of the account.
type BackupPolicies struct {
	*Collection[BackupPolicy, BackupPolicyDefinition]
	// drives are the UUIDs of drives by that of their policy.
	drives cache[map[string][]string]
}

func newBackupPolicies(c *Client) *BackupPolicies {
	return &BackupPolicies{Collection: &Collection[BackupPolicy, BackupPolicyDefinition]{
		Reader: Reader[BackupPolicy]{
			client: c, entity: "backup policy", path: "backupschedulers/", listPath: "backupschedulers/detail/",
		},
		describe: func(b *BackupPolicy) description[BackupPolicyDefinition] {
			return description[BackupPolicyDefinition]{b.UUID, &b.Definition}
		},
		meta: func(d *BackupPolicyDefinition) *Meta { return &d.Meta },
		name: func(d *BackupPolicyDefinition) string { return d.Name },
	}}
}

// Drives returns the UUIDs of the drives that have a policy, in the order of the server. The API tells them by
// drive only and has no filter for them, so all drives are listed: once for all policies, and once more after this
// client has assigned or withdrawn one. What others change meanwhile is not seen.
func (p *BackupPolicies) Drives(ctx context.Context, policy string) ([]string, error) {
	byPolicy, err := p.drives.get(ctx, func(ctx context.Context) (*map[string][]string, error) {
		drives, err := p.client.Drives.List(ctx)
		if err != nil {
			return nil, err
		}
		byPolicy := map[string][]string{}
		for _, drive := range drives {
			byPolicy[drive.BackupPolicyUUID()] = append(byPolicy[drive.BackupPolicyUUID()], drive.UUID)
		}
		return &byPolicy, nil
	})
	if err != nil {
		return nil, err
	}
	return slices.Clone((*byPolicy)[policy]), nil
}

// Assign gives a drive a policy, in place of the one it has.
func (p *BackupPolicies) Assign(ctx context.Context, drive, policy string) error {
	return p.client.exclusively(ctx, drive, "set the backup policy of drive "+drive, func(ctx context.Context) error {
		return p.set(ctx, drive, policy)
	})
}

// Withdraw takes a policy from a drive, unless that is gone or has another policy meanwhile. The documentation does
// not say how it is done: null is sent, and an answer that still shows a policy is an error.
func (p *BackupPolicies) Withdraw(ctx context.Context, drive, policy string) error {
	err := p.client.exclusively(ctx, drive, "withdraw the backup policy of drive "+drive, func(ctx context.Context) error {
		current, err := p.client.Drives.Get(ctx, drive)
		if err != nil || current.BackupPolicyUUID() != policy {
			return err
		}
		return p.set(ctx, drive, "")
	})
	if IsNotFound(err) {
		return nil
	}
	return err
}

func (p *BackupPolicies) set(ctx context.Context, drive, policy string) error {
	path, err := entityPath(p.client.Drives.path, drive)
	if err != nil {
		return fmt.Errorf("set the backup policy of drive: %w", err)
	}
	body := struct {
		Policy *string `json:"backup_policy_uuid"`
	}{}
	if policy != "" {
		body.Policy = &policy
	}
	request := call{
		operation: "set the backup policy of", entity: "drive " + drive, method: http.MethodPost,
		path: path + "action/", query: url.Values{"do": {"set_scheduler"}}, body: body,
	}
	// Also when it fails: the answer may have been lost.
	defer p.drives.forget(ctx)
	shown, err := receive[Drive](ctx, p.client, request)
	if err != nil {
		return err
	}
	if got := shown.BackupPolicyUUID(); got != policy {
		return fmt.Errorf("%s: the server answered that it had, but the drive has the policy %q instead of %q", request, got, policy)
	}
	return nil
}
