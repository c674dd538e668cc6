package sshkey

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"golang.org/x/crypto/ssh"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func resourceSchema() schema.Schema {
	described := schema.Schema{
		Version: cloudsigmaentity.SuccessorVersion,
		MarkdownDescription: "An SSH key at CloudSigma, for `ssh_keys` of a `cloudsigma_server`: your own public key, one of the " +
			"ephemeral resource `cloudsigma_ssh_key_pair`, or a pair that CloudSigma makes. In an account with two-factor authentication the API refuses to manage keys.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name for people; it need not be unique.",
				Required:            true,
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"public_key": schema.StringAttribute{
				MarkdownDescription: "Public key as in `authorized_keys`, such as `ssh-ed25519 AAAA… me@example.org`: ed25519, or " +
					"RSA of at most 4096 bits. It is changed in place. A change of the comment alone is no change. A new SSH key needs it, " +
					"or `public_key_wo`, or `generate`; later, if none is set, the key is left as it is.",
				Optional: true, Computed: true,
				Validators: []validator.String{publicKey()},
			},
			"private_key": schema.StringAttribute{
				MarkdownDescription: "Private key in PEM, if CloudSigma is to have it for the console of its web interface; it needs " +
					"`public_key`. **It is then in the state**, as is that of a pair from `generate`; `private_key_wo` is not. If it is not " +
					"set, none is sent, and of those that CloudSigma has only the one of a pair it made for this resource is read; to remove " +
					"one, replace the SSH key.",
				Optional: true, Computed: true,
				Sensitive:  true,
				Validators: []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("public_key"))},
			},
			"id":   cloudsigmaentity.FixedText("UUID of the key."),
			"uuid": cloudsigmaentity.FixedText("UUID of the key, the same as `id`."),
			"fingerprint": schema.StringAttribute{
				MarkdownDescription: "MD5 fingerprint of the public key, such as `99:1e:71:…`.",
				Computed:            true,
			},
			"meta": cloudsigmaentity.MetaAttribute("key"),
			"tags": cloudsigmaentity.TagsAttribute("key"),
		},
	}
	maps.Copy(described.Attributes, pairAttributes())
	return described
}

// pairAttributes are those of keys that are not to be in the configuration.
func pairAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"generate": schema.StringAttribute{
			MarkdownDescription: "Have CloudSigma make a pair: `rsa` or `ed25519`. **Its private key is then in the state**: better make " +
				"one by the ephemeral resource `cloudsigma_ssh_key_pair`. An SSH key that exists keeps its key; another type is another SSH key.",
			Optional:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(wasKnown, isReplaced, isReplaced)},
		},
		"public_key_wo": schema.StringAttribute{
			MarkdownDescription: "Like `public_key`, but write-only, so that it can be of the ephemeral resource `cloudsigma_ssh_key_pair`. " +
				"It is sent when `key_wo_version` changes. Terraform 1.11 or OpenTofu 1.11.",
			Optional: true, WriteOnly: true,
			Validators: []validator.String{publicKey(), stringvalidator.AlsoRequires(path.MatchRoot("key_wo_version"))},
		},
		"private_key_wo": schema.StringAttribute{
			MarkdownDescription: "Like `private_key`, but write-only: it is in no plan and no state. It needs `public_key_wo`.",
			Optional:            true, WriteOnly: true, Sensitive: true,
			Validators: []validator.String{stringvalidator.AlsoRequires(path.MatchRoot("public_key_wo"))},
		},
		"key_wo_version": schema.Int64Attribute{
			MarkdownDescription: "Version of the write-only keys: they are sent to a new SSH key, and when this changes.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("public_key_wo"))},
		},
	}
}

const isReplaced = "A pair of another type is another SSH key."

// wasKnown asks for a replacement if the state knows of a pair: not after an import, and not of one that the official
// provider has had made.
func wasKnown(_ context.Context, request planmodifier.StringRequest, response *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	response.RequiresReplace = !request.StateValue.IsNull() && !request.PlanValue.IsNull()
}

// publicKey wants one public key. Its errors do not show the value: it may be a private key by mistake.
func publicKey() validator.String {
	return tfkit.TextValidator{
		Rule: "be a public key as in authorized_keys, ed25519 or RSA of at most 4096 bits",
		Check: func(value string) error {
			if strings.Contains(value, "PRIVATE KEY") {
				return errors.New("this is a private key")
			}
			key, _, _, rest, err := ssh.ParseAuthorizedKey([]byte(value))
			switch {
			case err != nil:
				return errors.New("this is no public key")
			case strings.TrimSpace(string(rest)) != "":
				return errors.New("this is more than one line")
			}
			return checkAlgorithm(key)
		},
	}
}

// checkAlgorithm holds the limits of keypairs.rst.
func checkAlgorithm(key ssh.PublicKey) error {
	const maxRSABits = 4096
	switch key.Type() {
	case ssh.KeyAlgoED25519:
		return nil
	case ssh.KeyAlgoRSA:
		if bits := rsaBits(key); bits > maxRSABits {
			return fmt.Errorf("this RSA key has %d bits", bits)
		}
		return nil
	default:
		return fmt.Errorf("this is a key of type %s", key.Type())
	}
}
