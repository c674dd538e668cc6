package keystone

// vomsOptions are a login by the certificate of the connection, as the plugin keystone-voms of Identity
// v2.0 takes it: {"auth": {"voms": true, "tenantName": ...}}, with the value true and no other (see
// VomsAuthNMiddleware.is_applicable in github.com/IFCA-Advanced-Computing/keystone-voms).
type vomsOptions struct {
	tenantID, tenantName string
}

// ToTokenV2CreateMap implements AuthOptionsBuilder of gophercloud.
func (o vomsOptions) ToTokenV2CreateMap() (map[string]any, error) {
	auth := map[string]any{"voms": true}
	switch {
	case o.tenantID != "":
		auth["tenantId"] = o.tenantID
	case o.tenantName != "":
		auth["tenantName"] = o.tenantName
	}
	return map[string]any{"auth": auth}, nil
}

// CanReauth implements AuthOptionsBuilder of gophercloud.
func (vomsOptions) CanReauth() bool { return false }
