package compute

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	tfpath "github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudinit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// fileModel is a file by its path.
type fileModel struct {
	Content       types.String `tfsdk:"content"`
	ContentBase64 types.String `tfsdk:"content_base64"`
	Permissions   types.String `tfsdk:"permissions"`
	Owner         types.String `tfsdk:"owner"`
}

// injectionAttributes are what no OCCI server takes, so that cloud-init has to bring it.
func injectionAttributes() map[string]schema.Attribute {
	other := func(name string) tfpath.Expression { return tfpath.MatchRelative().AtParent().AtName(name) }
	return map[string]schema.Attribute{
		"files": schema.MapNestedAttribute{
			MarkdownDescription: "Files in the VM, by their absolute path, such as `{ \"/etc/motd\" = { content = \"Hello\" } }`. No OCCI " +
				"server takes files, so they are sent with the user data, and cloud-init in the VM writes them (`write_files`) at " +
				"the first boot. A change replaces the VM, unless `user_data_replace_on_change` is `false`.",
			Optional: true,
			Validators: []validator.Map{
				mapvalidator.SizeAtLeast(1),
				mapvalidator.KeysAre(tfkit.TextValidator{Rule: "be an absolute path like /etc/motd", Check: absolutePath}),
			},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"content": schema.StringAttribute{
					MarkdownDescription: "Text of the file.",
					Optional:            true,
					Validators:          []validator.String{stringvalidator.ExactlyOneOf(other("content_base64"))},
				},
				"content_base64": schema.StringAttribute{
					MarkdownDescription: "Content of the file in base64, as of `filebase64()`.",
					Optional:            true,
					Validators:          []validator.String{tfkit.TextValidator{Rule: "be base64", Check: isBase64}},
				},
				"permissions": schema.StringAttribute{
					MarkdownDescription: "Octal permissions, such as `0600`. Default `0644`.",
					Optional:            true,
					Validators: []validator.String{stringvalidator.RegexMatches(
						regexp.MustCompile(`^[0-7]{3,4}$`), "must be three or four octal digits like 0600")},
				},
				"owner": schema.StringAttribute{
					MarkdownDescription: "User and group, such as `www-data:www-data`; they must exist at the first boot. Default `root:root`.",
					Optional:            true,
					Validators:          []validator.String{tfkit.NotBlank()},
				},
			}},
		},
		"metadata": schema.MapAttribute{
			MarkdownDescription: "Texts for the programs in the VM, such as `{ role = \"web\" }`, as a JSON object in `" +
				cloudinit.MetadataPath + "`. They are sent as `files` are, and a change does the same.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.Map{mapvalidator.NoNullValues(), mapvalidator.SizeAtLeast(1)},
		},
	}
}

func absolutePath(value string) error {
	switch {
	case !path.IsAbs(value) || path.Clean(value) != value:
		return fmt.Errorf("got %q", value)
	case value == cloudinit.MetadataPath:
		return errors.New("that file is written for metadata")
	default:
		return nil
	}
}

func isBase64(value string) error {
	_, err := base64.StdEncoding.DecodeString(value)
	return err
}

// additions are what cloud-init is to bring into the VM besides the user data, but for the key.
func (m *model) additions(ctx context.Context, diagnostics *diag.Diagnostics) cloudinit.Additions {
	var files map[string]fileModel
	var additions cloudinit.Additions
	if isSet(m.Files) {
		diagnostics.Append(m.Files.ElementsAs(ctx, &files, false)...)
	}
	if isSet(m.Metadata) {
		diagnostics.Append(m.Metadata.ElementsAs(ctx, &additions.Metadata, false)...)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := files[name]
		additions.Files = append(additions.Files, cloudinit.File{
			Path: name, Content: file.Content.ValueString() + file.ContentBase64.ValueString(),
			Base64:      !file.ContentBase64.IsNull(),
			Permissions: file.Permissions.ValueString(), Owner: file.Owner.ValueString(),
		})
	}
	return additions
}
