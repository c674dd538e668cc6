package server

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// verify wants a server to show the changes that CloudSigma makes of a stopped server only. It accepts and ignores
// them if somebody has started the server meanwhile, and somebody else may have written over them.
func (u *update) verify(ctx context.Context, server *cloudsigma.Server) error {
	if missing := u.missing(ctx, server); len(missing) > 0 {
		return cloudsigmaserver.NotMade(server, missing...)
	}
	return nil
}

// missing are the changed attributes that a server does not show as planned. What somebody else has changed besides is
// none of them, and what the plan leaves to CloudSigma is right whatever it is.
func (u *update) missing(ctx context.Context, server *cloudsigma.Server) []string {
	var problems diag.Diagnostics // of the definition that was written before, where they were reported
	shown, planned := *u.plan, *u.plan
	shown.show(ctx, server, &problems)
	planned.complete(ctx, server, &problems)
	differing := planned.stopReasons(ctx, &shown)
	again := server.Definition
	u.plan.changeDrives(ctx, &again, u.state, &problems)
	u.plan.changeNetworks(ctx, &again, u.state, &problems)
	return slices.DeleteFunc(u.plan.stopReasons(ctx, u.state), func(attribute string) bool {
		switch attribute {
		case "drive":
			return !planned.changesDrives(&shown) && len(again.Drives) == len(server.Definition.Drives)
		case "network":
			return sameNICs(again.NICs, server.Definition.NICs)
		case "vnc_password":
			return u.password == "" || u.password == server.Definition.VNCPassword
		default:
			return !slices.Contains(differing, attribute)
		}
	})
}

// sameNICs tells whether NICs are the same in all that blocks speak of.
func sameNICs(a, b []cloudsigma.NIC) bool {
	return slices.EqualFunc(a, b, func(one, other cloudsigma.NIC) bool {
		return one.MAC == other.MAC && networkOf(one).canonical() == networkOf(other).canonical()
	})
}
