package compute

import (
	"errors"
	"fmt"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// isOpenStackExtension tells a server with the OpenStack extension of OCCI 1.1 (the guide's, occi-os): each of its
// VMs has the mixin os_vms.
func isOpenStackExtension(types *occi.QueryInterface) bool {
	_, known := types.Mixin(infrastructure.MixinOpenStackVM)
	return known
}

// replacesByPut tells whether a PUT changes an entity that exists. OCCI 1.2 says so, and the action save of compute
// is new in it (GFD.224, section 3.1). On occi-os a PUT makes another VM (capture
// 45-compute-put-existing-creates-another).
func replacesByPut(types *occi.QueryInterface) bool {
	_, saves := types.Action(infrastructure.ActionSave)
	return saves && !isOpenStackExtension(types)
}

// takesInlineLinks tells whether a VM can be created together with its links. occi-os answers 500 to that and makes
// the VM all the same (captures 37-compute-create-inline-storagelink.occi, 37-list-shows-leaked-vms).
func takesInlineLinks(types *occi.QueryInterface) bool { return !isOpenStackExtension(types) }

// keyMixin is the mixin that brings a public key to this server. That of OpenStack is preferred: ooi advertises that
// of OCCI 1.2 too, and drops what it brings (ooi captures 099, 100).
func keyMixin(types *occi.QueryInterface) (occi.TypeID, error) {
	return firstMixin(types, "public keys", infrastructure.MixinOpenStackPublicKey, infrastructure.MixinSSHKey)
}

// userDataMixin is keyMixin for user data (ooi capture 097).
func userDataMixin(types *occi.QueryInterface) (occi.TypeID, error) {
	return firstMixin(types, "user data", infrastructure.MixinOpenStackUserData, infrastructure.MixinUserData)
}

func firstMixin(types *occi.QueryInterface, what string, candidates ...occi.TypeID) (occi.TypeID, error) {
	for _, candidate := range candidates {
		if _, known := types.Mixin(candidate); known {
			return candidate, nil
		}
	}
	return occi.TypeID{}, fmt.Errorf("the server takes no %s: its query interface has none of the mixins %v", what, candidates)
}

// wantsKeyName tells whether keys have a name on this server. occi-os answers 500 without one. ooi takes keys without
// one for the VM alone (ooi capture 094), and would keep a key pair of that name for ever, so that the next VM with it
// is refused (091, 092): it is known by the mixin of OCCI 1.2, which has no names, beside that of OpenStack.
func wantsKeyName(types *occi.QueryInterface) bool {
	mixin, err := keyMixin(types)
	_, namelessToo := types.Mixin(infrastructure.MixinSSHKey)
	return err == nil && mixin == infrastructure.MixinOpenStackPublicKey && !namelessToo
}

var errNoKeyName = errors.New("this server keeps public keys by name, so the key must have one")

// errNoPasswords says why a password cannot be set, or is nil.
func errNoPasswords(types *occi.QueryInterface) error {
	if _, known := types.Action(infrastructure.ActionOpenStackChangePassword); known {
		return nil
	}
	return fmt.Errorf("the server cannot change passwords: its query interface has no action %s",
		infrastructure.ActionOpenStackChangePassword)
}
