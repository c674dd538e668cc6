package function

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudinit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

var _ function.Function = (*CloudSigmaMeta)(nil)

// CloudSigmaMeta is the function cloudsigma_meta.
type CloudSigmaMeta struct{}

// NewCloudSigmaMeta returns the function.
func NewCloudSigmaMeta() function.Function { return &CloudSigmaMeta{} }

// Metadata implements function.Function.
func (*CloudSigmaMeta) Metadata(_ context.Context, _ function.MetadataRequest, response *function.MetadataResponse) {
	response.Name = "cloudsigma_meta"
}

// Definition implements function.Function.
func (*CloudSigmaMeta) Definition(_ context.Context, _ function.DefinitionRequest, response *function.DefinitionResponse) {
	response.Definition = function.Definition{
		Summary: "The meta of a CloudSigma server with user data for cloud-init",
		MarkdownDescription: "Returns the `meta` of a CloudSigma server that has user data for cloud-init: the text in base64 as " +
			"`cloudinit-user-data`, noted in `base64_fields`, beside the extra keys. `cloudsigma_server` has `user_data` for it; " +
			"the function is for whatever else takes meta, such as another tool or a module that has no `user_data`.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name: "user_data",
				MarkdownDescription: "User data as plain text: a cloud-config, a script, or MIME multipart. What is in base64 already, as " +
					"`cloudinit_config` of the provider hashicorp/cloudinit renders it, is not encoded twice.",
			},
			function.MapParameter{
				Name: "extra",
				MarkdownDescription: "Further keys, such as `{ role = \"web\" }`. Its `base64_fields` are kept, with " +
					"`cloudinit-user-data` after them. `null` is none.",
				ElementType:    types.StringType,
				AllowNullValue: true,
			},
		},
		Return: function.MapReturn{ElementType: types.StringType},
	}
}

// Run implements function.Function.
func (*CloudSigmaMeta) Run(ctx context.Context, request function.RunRequest, response *function.RunResponse) {
	var userData string
	var extra map[string]string
	if response.Error = request.Arguments.Get(ctx, &userData, &extra); response.Error != nil {
		return
	}
	if _, found := extra[cloudsigma.MetaUserData]; found {
		response.Error = function.NewArgumentFuncError(1, fmt.Sprintf("%q is what user_data becomes; it cannot be an extra key.", cloudsigma.MetaUserData))
		return
	}
	meta := cloudsigma.NewMeta(extra)
	meta.SetUserData(cloudinit.Decoded(userData))
	response.Error = response.Result.Set(ctx, meta.Strings())
}
