package occi

// maxUserData is the limit of Nova, in characters of base64.
const maxUserData = 65535

// contextualise takes user data and a key from the request. Mixins of OCCI 1.2 are read with attributes of
// ooi's own, so a request that follows the standard or the query interface is accepted and its data dropped
// (097, 099, 100). Attributes without their mixin are ignored.
func (o *ooiExchange) contextualise(r *ooiRequest, i *instance) error {
	sent := func(c *category) bool { return r.term(c.scheme) != "" }
	if sent(ooiUserData) && sent(ooiStandardUserData) || sent(ooiPublicKey) && sent(ooiSSHKey) {
		return conflict("Conflicting OCCI Mixins used in request")
	}
	switch {
	case sent(ooiUserData):
		i.userData = r.text(userDataAttribute)
	case sent(ooiStandardUserData):
		i.userData = r.text("occi.compute.user_data")
	}
	switch {
	case sent(ooiPublicKey):
		i.keyName, i.keyData = r.text(keyNameAttribute), r.text(keyDataAttribute)
	case sent(ooiSSHKey):
		i.keyData = r.text("occi.credentials.ssh_key")
	}
	return o.keyPair(i)
}

// keyPair registers a key that has a name and data, for good; one without a name only for the moment.
func (o *ooiExchange) keyPair(i *instance) error {
	switch {
	case i.keyData == "" && i.keyName == "":
		return nil
	case i.keyData == "":
		known := o.nova.keyPair(o.tenant, i.keyName)
		if known == nil {
			return refuse("Invalid key_name provided.")
		}
		i.keyData = known.publicKey
		return nil
	}
	named := i.keyName != ""
	if !named {
		i.keyName = o.nova.uuid()
	}
	created := &keyPair{tenant: o.tenant, name: i.keyName, publicKey: i.keyData}
	if err := o.nova.createKeyPair(created); err != nil {
		return err
	}
	if !named {
		o.nova.deleteKeyPair(created)
	}
	return nil
}

func checkUserData(text string) error {
	switch {
	case len(text) > maxUserData:
		return refuse("Invalid input for field/attribute user_data. Value: %s. '%s' is too long", text, text)
	case !isBase64(text):
		return refuse("Invalid input for field/attribute user_data. Value: %s. '%s' is not a 'base64'", text, text)
	default:
		return nil
	}
}
