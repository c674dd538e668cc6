package compute

import (
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// attributesWithArgument are the OCCI attributes that have an argument of their own or are the server's.
func attributesWithArgument() []string {
	return []string{
		infrastructure.AttributeTitle, infrastructure.AttributeSummary, infrastructure.AttributeComputeHostname,
		infrastructure.AttributeComputeCores, infrastructure.AttributeComputeMemory,
		infrastructure.AttributeComputeArchitecture, infrastructure.AttributeComputeState,
		infrastructure.AttributeOpenStackPublicKeyName, infrastructure.AttributeOpenStackPublicKeyData,
		infrastructure.AttributeOpenStackUserData, infrastructure.AttributeOpenStackAdminPassword,
		infrastructure.AttributeSSHPublicKey, infrastructure.AttributeUserData,
	}
}

// argumentFor is the argument that stands for a mixin, "" if there is none.
func argumentFor(mixin string) string {
	for prefix, argument := range map[string]string{
		infrastructure.MixinOpenStackPublicKey.String(): "ssh_key",
		infrastructure.MixinOpenStackUserData.String():  "user_data",
		infrastructure.MixinSSHKey.String():             "ssh_key",
		infrastructure.MixinUserData.String():           "user_data",
		infrastructure.SchemeOpenStackOSTemplate:        "os_template",
		infrastructure.SchemeOpenStackResourceTemplate:  "resource_template",
	} {
		if strings.HasPrefix(mixin, prefix) {
			return argument
		}
	}
	return ""
}

// withoutOwnArgument refuses the mixins that an argument stands for.
func withoutOwnArgument() validator.String {
	return tfkit.TextValidator{Rule: "be a mixin without an argument of its own", Check: func(value string) error {
		if argument := argumentFor(value); argument != "" {
			return errors.New("use " + argument)
		}
		return nil
	}}
}

// publicKey wants one line, as files with a key are: the line break at the end of it is not sent.
func publicKey() validator.String {
	return tfkit.TextValidator{Rule: "be one line of authorized_keys", Check: func(value string) error {
		return occi.CheckValue(strings.TrimSpace(value))
	}}
}
