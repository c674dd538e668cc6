package cloudsigmaserver

// Kinds of resources that manage a part of a server, for cloudsigmaentity.Access.Claim.
const (
	DriveBlocks               = "drive blocks of cloudsigma_server"
	NetworkBlocks             = "network blocks of cloudsigma_server"
	DriveAttachments          = "cloudsigma_drive_attachment"
	FirewallPolicyAttachments = "cloudsigma_firewall_policy_attachment"
)

// Drives is what DriveBlocks and DriveAttachments manage.
func Drives(server string) string { return "drives of server " + server }

// FirewallPolicies is what NetworkBlocks and FirewallPolicyAttachments manage.
func FirewallPolicies(server string) string { return "firewall policies of server " + server }
