package health

import (
	"context"
	"fmt"

	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

// DataSourceChecks are the checks and their times, as a data source has them.
type DataSourceChecks struct {
	plainChecks

	MySQL []mysqlLogin `tfsdk:"mysql"`
	SSH   *sshLogin    `tfsdk:"ssh"`
}

// Wait waits until the checks of an address pass. The list, a value of health, is what the last look found; an error says
// what did not pass in time.
func (c *DataSourceChecks) Wait(ctx context.Context, address string, diagnostics *diag.Diagnostics) (types.List, error) {
	checks := c.on(address)
	for _, login := range c.MySQL {
		checks = append(checks, healthcheck.MySQL(address, login.check(types.StringNull())))
	}
	if c.SSH != nil {
		checks = append(checks, healthcheck.SSH(address, c.SSH.check(types.StringNull())))
	}
	results, err := waitFor(ctx, c.times(), address, checks)
	return resultList(ctx, results, diagnostics), err
}

// DataSourceAttributes are the checks, their times, and the attributes healthy and health, without what is write-only,
// which data sources cannot have.
func DataSourceAttributes() map[string]datasource.Attribute {
	attributes := dataSourceAttributes(checkAttributes())
	attributes["health"] = dataSourceAttribute(resultAttribute())
	attributes["healthy"] = datasource.BoolAttribute{MarkdownDescription: "Whether all checks passed.", Computed: true}
	return attributes
}

func dataSourceAttributes(attributes map[string]schema.Attribute) map[string]datasource.Attribute {
	converted := map[string]datasource.Attribute{}
	for name, attribute := range attributes {
		if !attribute.IsWriteOnly() {
			converted[name] = dataSourceAttribute(attribute)
		}
	}
	return converted
}

// dataSourceAttribute is the attribute of a resource as one of a data source. It knows the types that the checks have.
func dataSourceAttribute(attribute schema.Attribute) datasource.Attribute {
	switch a := attribute.(type) {
	case schema.BoolAttribute:
		return datasource.BoolAttribute{
			MarkdownDescription: a.MarkdownDescription, Required: a.Required, Optional: a.Optional, Computed: a.Computed, Validators: a.Validators,
		}
	case schema.Int64Attribute:
		return datasource.Int64Attribute{
			MarkdownDescription: a.MarkdownDescription, Required: a.Required, Optional: a.Optional, Computed: a.Computed, Validators: a.Validators,
		}
	case schema.StringAttribute:
		return datasource.StringAttribute{
			MarkdownDescription: a.MarkdownDescription, Required: a.Required, Optional: a.Optional, Computed: a.Computed, Validators: a.Validators,
			Sensitive: a.Sensitive,
		}
	case schema.ListAttribute:
		return datasource.ListAttribute{
			MarkdownDescription: a.MarkdownDescription, Required: a.Required, Optional: a.Optional, Computed: a.Computed, Validators: a.Validators,
			ElementType: a.ElementType,
		}
	case schema.ListNestedAttribute:
		return datasource.ListNestedAttribute{
			MarkdownDescription: a.MarkdownDescription, Required: a.Required, Optional: a.Optional, Computed: a.Computed, Validators: a.Validators,
			NestedObject: datasource.NestedAttributeObject{Attributes: dataSourceAttributes(a.NestedObject.Attributes)},
		}
	case schema.SingleNestedAttribute:
		return datasource.SingleNestedAttribute{
			MarkdownDescription: a.MarkdownDescription, Required: a.Required, Optional: a.Optional, Computed: a.Computed, Validators: a.Validators,
			Attributes: dataSourceAttributes(a.Attributes),
		}
	default:
		panic(fmt.Sprintf("%T is none of the types that checks have", attribute)) // At the first test of the schema.
	}
}
