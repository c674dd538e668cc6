package backuppolicy

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

func incrementalAttribute() schema.Attribute {
	numbers := func(description string, smallest, greatest int) schema.Attribute {
		return schema.StringAttribute{
			MarkdownDescription: description, Optional: true,
			Validators: []validator.String{numbers(smallest, greatest)},
		}
	}
	always := func(description string, greatest int) schema.Attribute {
		return schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Computed: true, Default: stringdefault.StaticString("*"),
			Validators: []validator.String{numbersOrNone(1, greatest)},
		}
	}
	attributes := windowAttributes()
	attributes["day_of_month"] = always("Days of the month, such as `1,15`. Default `*`, all.", 31)
	attributes["month"] = always("Months, such as `1,4,7,10`. Default `*`, all.", 12)
	attributes["hour"] = numbers("Hours at which a snapshot is made, such as `1` or `1,13`. With `repeat` only `*`.", 0, 23)
	attributes["minute"] = numbers("Minutes of these hours, such as `0` or `0,30`. With `repeat` only `*`.", 0, 59)
	attributes["repeat"] = schema.SingleNestedAttribute{
		MarkdownDescription: "Interval at which a snapshot is made, in place of `hour` and `minute` beside it. Of its own `hour` and " +
			"`minute` exactly one has to be set.",
		Optional:   true,
		Validators: []validator.Object{oneInterval{}},
		Attributes: map[string]schema.Attribute{
			"hour": schema.StringAttribute{
				MarkdownDescription: "Hours, `*/1` to `*/23`, such as `*/12` for every 12 hours.", Optional: true,
				Validators: []validator.String{interval(23)},
			},
			"minute": schema.StringAttribute{
				MarkdownDescription: "Minutes, `*/1` to `*/59`, such as `*/45` for every 45 minutes.", Optional: true,
				Validators: []validator.String{interval(59)},
			},
		},
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "When a snapshot is made: at `hour` and `minute`, at an interval (`repeat`), or at the times of " +
			"`manual_incremental_backup`.",
		Required:   true,
		Validators: []validator.Object{times{}},
		Attributes: attributes,
	}
}

func initialAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "When the first, full backup is made; for migrations.",
		Optional:            true,
		Attributes:          windowAttributes(),
	}
}

// windowAttributes are new with every call: the caller adds to them.
func windowAttributes() map[string]schema.Attribute {
	timeOfDay := func(description string) schema.Attribute {
		return schema.SingleNestedAttribute{
			MarkdownDescription: description, Optional: true,
			Attributes: map[string]schema.Attribute{
				"hour": schema.Int64Attribute{
					MarkdownDescription: "Hour, 0 to 23.", Required: true,
					Validators: []validator.Int64{int64validator.Between(0, 23)},
				},
				"minute": schema.Int64Attribute{
					MarkdownDescription: "Minute, 0 to 59.", Required: true,
					Validators: []validator.Int64{int64validator.Between(0, 59)},
				},
			},
		}
	}
	return map[string]schema.Attribute{
		"day_of_week": schema.SetAttribute{
			MarkdownDescription: "Days of the week: `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`. Default `[\"*\"]`, all.",
			ElementType:         types.StringType,
			Optional:            true, Computed: true,
			Default: setdefault.StaticValue(types.SetValueMust(types.StringType, []attr.Value{types.StringValue("*")})),
			Validators: []validator.Set{
				setvalidator.NoNullValues(), setvalidator.ValueStringsAre(stringvalidator.OneOf(weekdays...)),
			},
		},
		"start_time": timeOfDay("Time of day from which snapshots are made. If it is not set, at all times."),
		"end_time":   timeOfDay("Time of day until which snapshots are made; it may be on the next day."),
	}
}

func retentionAttribute() schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Which snapshots are kept: those that any of the rules keeps. All others are deleted.",
		Required:            true,
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name for people.", Optional: true,
				Validators: []validator.String{tfkit.NotBlank()},
			},
			"rules": schema.ListNestedAttribute{
				MarkdownDescription: "Rules.",
				Required:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), listvalidator.NoNullValues()},
				NestedObject: schema.NestedAttributeObject{
					Validators: []validator.Object{retentionRule{}},
					Attributes: map[string]schema.Attribute{
						"period": schema.StringAttribute{
							MarkdownDescription: "`days`, `weeks` or `months`.", Required: true,
							Validators: []validator.String{stringvalidator.OneOf(periodDays, periodWeeks, periodMonths)},
						},
						"quantity": schema.Int64Attribute{
							MarkdownDescription: "How many of them are kept, such as `7`.", Required: true,
							Validators: []validator.Int64{int64validator.AtLeast(1)},
						},
						"time_option": schema.Int64Attribute{
							MarkdownDescription: "Only the snapshots of this day are kept: of the week (`0` is Sunday, `6` Saturday) or of " +
								"the month (`1` to `31`). It is an error with `days`.",
							Optional: true,
						},
					},
				},
			},
		},
	}
}
