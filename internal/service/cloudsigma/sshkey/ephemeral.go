package sshkey

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/crypto/ssh"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

var _ ephemeral.EphemeralResource = (*Pair)(nil)

// Pair is the ephemeral resource cloudsigma_ssh_key_pair. It is made here, not by CloudSigma: so it leaves no
// trace there, unless a cloudsigma_ssh_key is made of it.
type Pair struct{}

// NewPair returns the ephemeral resource.
func NewPair() ephemeral.EphemeralResource { return &Pair{} }

// pairModel is the ephemeral resource as Terraform sees it.
type pairModel struct {
	Comment    types.String `tfsdk:"comment"`
	PublicKey  types.String `tfsdk:"public_key"`
	PrivateKey types.String `tfsdk:"private_key"`
}

// Metadata implements ephemeral.EphemeralResource.
func (p *Pair) Metadata(_ context.Context, _ ephemeral.MetadataRequest, response *ephemeral.MetadataResponse) {
	response.TypeName = "cloudsigma_ssh_key_pair"
}

// Schema implements ephemeral.EphemeralResource.
func (p *Pair) Schema(_ context.Context, _ ephemeral.SchemaRequest, response *ephemeral.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "A new pair of ed25519 keys, made by the provider each time Terraform plans or applies, and kept nowhere. Give " +
			"the public key to `public_key_wo` of a `cloudsigma_ssh_key`, and the private key to `private_key_wo` there or to a secret " +
			"store: all that is written in one run is of one pair. Terraform 1.10 or OpenTofu 1.11; the write-only arguments that " +
			"take its values need 1.11 of either.",
		Attributes: map[string]schema.Attribute{
			"comment": schema.StringAttribute{
				MarkdownDescription: "Comment of both keys, such as `deploy@example.org`.", Optional: true,
			},
			"public_key": schema.StringAttribute{MarkdownDescription: "Public key as in `authorized_keys`.", Computed: true},
			"private_key": schema.StringAttribute{
				MarkdownDescription: "Private key in the format of OpenSSH (PEM), without a passphrase.", Computed: true, Sensitive: true,
			},
		},
	}
}

// Open implements ephemeral.EphemeralResource.
func (p *Pair) Open(ctx context.Context, request ephemeral.OpenRequest, response *ephemeral.OpenResponse) {
	var pair pairModel
	response.Diagnostics.Append(request.Config.Get(ctx, &pair)...)
	if response.Diagnostics.HasError() {
		return
	}
	if err := pair.make(); err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not make a pair of keys", err)
		return
	}
	response.Diagnostics.Append(response.Result.Set(ctx, &pair)...)
}

func (m *pairModel) make() error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	comment := m.Comment.ValueString()
	block, err := ssh.MarshalPrivateKey(private, comment)
	if err != nil {
		return fmt.Errorf("encoding the private key: %w", err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		return fmt.Errorf("encoding the public key: %w", err)
	}
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)) + comment)
	m.PublicKey = types.StringValue(strings.ReplaceAll(line, "\n", " "))
	m.PrivateKey = types.StringValue(string(pem.EncodeToMemory(block)))
	return nil
}
