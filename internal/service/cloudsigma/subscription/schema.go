package subscription

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

const (
	describedResource = "What is bought: `cpu`, `mem`, `dssd`, `ip`, `vlan`, `tx`, ... or the name of a licence."
	describedObject   = "What it is for: the address of an `ip`, the UUID of a `vlan`; null for others."
	describedPrice    = "Price in the currency of the account, as a decimal number with all its digits."
	describedStatus   = "`active`, `inactive` (its time has not come) or `expired`."
)

func resourceSchema() schema.Schema {
	shown := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	times := timeAttributes()
	return schema.Schema{
		MarkdownDescription: "A subscription: an amount of a resource, an IP address, a VLAN or a licence, bought for a time. **It costs " +
			"money.** When a purchase is planned, a warning tells the price as CloudSigma calculates it, and `max_price` is a limit. A " +
			"subscription cannot be changed, but for `auto_renew`, nor given back: a destroyed or replaced one runs until its end, without " +
			"being renewed. One that has ended is not bought again on its own: replace it to do so.",
		Attributes: map[string]schema.Attribute{
			"resource": schema.StringAttribute{
				MarkdownDescription: describedResource + " Another one is another purchase.",
				Required:            true,
				Validators:          []validator.String{tfkit.NotBlank()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"amount": schema.Int64Attribute{
				MarkdownDescription: "How much: MHz of `cpu`, bytes of `mem`, `dssd` and `tx`, pieces of licences; of `ip` and `vlan` 1. " +
					"Another amount is another purchase.",
				Required:      true,
				Validators:    []validator.Int64{int64validator.AtLeast(1)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.RequiresReplace()},
			},
			"period":    times["period"],
			"starts_at": times["starts_at"],
			"ends_at":   times["ends_at"],
			"auto_renew": schema.BoolAttribute{
				MarkdownDescription: "Whether it is renewed at its end, for the same time and at the price of that day. Default `true`, as in " +
					"the API. It is changed in place.",
				Optional: true, Computed: true,
				Default: booldefault.StaticBool(true),
			},
			"max_price": schema.Float64Attribute{
				MarkdownDescription: "The most that it may cost, in the currency of the account, such as `25.5`. A purchase that costs more is " +
					"refused when it is planned, and again before it is made; so is switching on `auto_renew` if the renewal costs more. What " +
					"CloudSigma asks for later renewals cannot be limited.",
				Optional:   true,
				Validators: []validator.Float64{tfkit.Positive()},
			},
			"id":                cloudsigmaentity.FixedText("Number of the subscription; after a renewal it is that of the new one."),
			"uuid":              cloudsigmaentity.FixedText("UUID of the subscription."),
			"resource_uri":      cloudsigmaentity.FixedText("Its path in the API."),
			"price":             cloudsigmaentity.FixedText(describedPrice),
			"start_time":        cloudsigmaentity.FixedText("When it began or begins, as `2025-03-19T13:55:00.095129+00:00`; null for `tx`."),
			"end_time":          cloudsigmaentity.FixedText("When it ends; null for `tx`."),
			"subscribed_object": cloudsigmaentity.FixedText(describedObject),
			"status":            shown(describedStatus),
			"remaining":         shown("How much of the amount is left, where it is used up."),
		},
	}
}

// timeAttributes say from when to when a subscription is to be.
func timeAttributes() map[string]schema.Attribute {
	another := []planmodifier.String{stringplanmodifier.RequiresReplaceIf(wasKnown, isReplaced, isReplaced)}
	moment := []validator.String{tfkit.TextValidator{Rule: "be a time like 2030-01-01T12:00:00Z", Check: checkMoment}}
	return map[string]schema.Attribute{
		"period": schema.StringAttribute{
			MarkdownDescription: "How long, such as `1 month` or `2 months 1 week`, from now or `starts_at`, or until `ends_at`; the end is " +
				"rounded up to noon UTC. To buy anything but `tx`, which has no time, it or `ends_at` has to be set. Another period is another purchase. " +
				"After an import the state has neither `period` nor `starts_at` and `ends_at`, and setting them then buys nothing.",
			Optional:      true,
			Validators:    []validator.String{tfkit.NotBlank()},
			PlanModifiers: another,
		},
		"starts_at": schema.StringAttribute{
			MarkdownDescription: "When it is to begin, such as `2030-01-01T12:00:00Z`, together with `period` or `ends_at`. CloudSigma takes the " +
				"noon before in UTC, but no time that is past; what it took is in `start_time`. Default: now. Another time is another purchase.",
			Optional: true, Validators: moment, PlanModifiers: another,
		},
		"ends_at": schema.StringAttribute{
			MarkdownDescription: "When it is to end, such as `2030-07-01T12:00:00Z`, instead of `period`, or with it instead of `starts_at`. CloudSigma " +
				"takes the next noon in UTC, which is in `end_time`. A renewal is for exactly as long again. Another time is another purchase.",
			Optional: true, Validators: moment, PlanModifiers: another,
		},
	}
}

const isReplaced = "Another time is another purchase, unless the state does not know how the time was said, as after an import."

// wasKnown asks for a replacement if the state knows how the time was said: the server shows only from when to when a
// subscription is.
func wasKnown(ctx context.Context, request planmodifier.StringRequest, response *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	for _, attribute := range []string{"period", "starts_at", "ends_at"} {
		var said types.String
		response.Diagnostics.Append(request.State.GetAttribute(ctx, path.Root(attribute), &said)...)
		response.RequiresReplace = response.RequiresReplace || !said.IsNull()
	}
}

func checkMoment(value string) error {
	_, err := time.Parse(time.RFC3339, value)
	return err
}

func dataAttributes() map[string]data.Attribute {
	return map[string]data.Attribute{
		"id":                cloudsigmaentity.ShownText("Number of the subscription."),
		"uuid":              cloudsigmaentity.ShownText("UUID of the subscription."),
		"resource_uri":      cloudsigmaentity.ShownText("Its path in the API."),
		"resource":          cloudsigmaentity.ShownText(describedResource),
		"amount":            cloudsigmaentity.ShownText("How much, in MHz, bytes or pieces."),
		"remaining":         cloudsigmaentity.ShownText("How much of the amount is left."),
		"period":            cloudsigmaentity.ShownText("How long it is in fact, such as `31 days, 22:04:59.904871`."),
		"start_time":        cloudsigmaentity.ShownText("When it began or begins; null for `tx`."),
		"end_time":          cloudsigmaentity.ShownText("When it ends; null for `tx`."),
		"status":            cloudsigmaentity.ShownText(describedStatus),
		"price":             cloudsigmaentity.ShownText(describedPrice),
		"subscribed_object": cloudsigmaentity.ShownText(describedObject),
		"auto_renew":        cloudsigmaentity.ShownFlag("Whether it is renewed at its end."),
		"free_tier":         cloudsigmaentity.ShownFlag("Whether it belongs to what is free."),
	}
}
