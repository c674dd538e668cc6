package firewallpolicyattachment

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// model is the resource as Terraform sees it. Once it is made the MAC tells the NIC.
type model struct {
	cloudsigmaserver.AttachmentModel

	MAC                types.String `tfsdk:"mac"`
	NICIndex           types.Int64  `tfsdk:"nic_index"`
	FirewallPolicyUUID types.String `tfsdk:"firewall_policy_uuid"`
}

// indexIn is the place of the NIC in a definition; -1 if it is not there.
func (m *model) indexIn(definition *cloudsigma.ServerDefinition) int {
	if cloudsigmaentity.IsSet(m.MAC) {
		return slices.IndexFunc(definition.NICs, func(nic cloudsigma.NIC) bool { return nic.MAC == m.MAC.ValueString() })
	}
	if index := m.NICIndex.ValueInt64(); index < int64(len(definition.NICs)) {
		return int(index)
	}
	return -1
}

// policyIn is the policy of the NIC in a definition; "" if it has none or is not there.
func (m *model) policyIn(definition *cloudsigma.ServerDefinition) string {
	at := m.indexIn(definition)
	if at < 0 || definition.NICs[at].FirewallPolicy == nil {
		return ""
	}
	return definition.NICs[at].FirewallPolicy.UUID
}

// find is the place of the NIC in a definition. It is an error if there is none, or if it is not where it is said to be.
func (m *model) find(definition *cloudsigma.ServerDefinition) (int, error) {
	at := m.indexIn(definition)
	if at < 0 {
		return at, m.missing(definition)
	}
	if cloudsigmaentity.IsSet(m.NICIndex) && m.NICIndex.ValueInt64() != int64(at) {
		return at, fmt.Errorf("the NIC with the MAC address %s is at the place %d, not %d",
			m.MAC.ValueString(), at, m.NICIndex.ValueInt64())
	}
	return at, nil
}

// Choose implements cloudsigmaserver.Attachment. It notes the MAC of the NIC.
func (m *model) Choose(definition *cloudsigma.ServerDefinition) error {
	at, err := m.find(definition)
	if err != nil {
		return err
	}
	m.MAC = types.StringValue(definition.NICs[at].MAC)
	if policy := m.policyIn(definition); policy != "" {
		return fmt.Errorf("the NIC has the firewall policy %s already; import it with the id %q",
			policy, cloudsigmaserver.AttachmentID(m.ServerUUID.ValueString(), m.MAC.ValueString()))
	}
	return nil
}

// missing names the NICs that there are.
func (m *model) missing(definition *cloudsigma.ServerDefinition) error {
	wanted := fmt.Sprintf("at the place %d", m.NICIndex.ValueInt64())
	if cloudsigmaentity.IsSet(m.MAC) {
		wanted = "with the MAC address " + m.MAC.ValueString()
	}
	return fmt.Errorf("the server has no NIC %s; it has: %s", wanted,
		cloudsigmaentity.Listed(definition.NICs, func(nic cloudsigma.NIC) string { return nic.MAC }))
}

// Attach implements cloudsigmaserver.Attachment.
func (m *model) Attach(definition *cloudsigma.ServerDefinition) error {
	at, err := m.find(definition)
	if err != nil {
		return err
	}
	definition.NICs[at].FirewallPolicy = &cloudsigma.Reference{UUID: m.FirewallPolicyUUID.ValueString()}
	return nil
}

// IsAttached implements cloudsigmaserver.Attachment.
func (m *model) IsAttached(definition *cloudsigma.ServerDefinition) bool {
	return m.policyIn(definition) == m.FirewallPolicyUUID.ValueString()
}

// Detach implements cloudsigmaserver.Attachment. Another policy, which somebody has given the NIC, stays.
func (m *model) Detach(definition *cloudsigma.ServerDefinition) error {
	if m.IsAttached(definition) {
		definition.NICs[m.indexIn(definition)].FirewallPolicy = nil
	}
	return nil
}

// IsDetached implements cloudsigmaserver.Attachment.
func (m *model) IsDetached(definition *cloudsigma.ServerDefinition) bool {
	return !m.IsAttached(definition)
}

// Show implements cloudsigmaserver.Attachment. It is gone if the NIC is, or has no policy.
func (m *model) Show(server *cloudsigma.Server) error {
	policy := m.policyIn(&server.Definition)
	if policy == "" {
		return tfkit.UnlessGone(false, nil)
	}
	at := m.indexIn(&server.Definition)
	m.MAC = types.StringValue(server.Definition.NICs[at].MAC)
	m.ID = types.StringValue(cloudsigmaserver.AttachmentID(server.UUID, m.MAC.ValueString()))
	m.NICIndex = types.Int64Value(int64(at))
	m.FirewallPolicyUUID = types.StringValue(policy)
	return nil
}

// Reconsider implements cloudsigmaserver.Attachment.
func (m *model) Reconsider(_, _ *model) {}

// Differs implements cloudsigmaserver.Attachment.
func (m *model) Differs(state *model) bool {
	return !m.ServerUUID.Equal(state.ServerUUID) || !m.MAC.Equal(state.MAC) || !m.NICIndex.Equal(state.NICIndex) ||
		!m.FirewallPolicyUUID.Equal(state.FirewallPolicyUUID)
}
