package cloudsigma

import (
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strconv"
)

// What an account owns by subscription from the start.
const (
	ownedIPs   = 3
	ownedVLANs = 2
	// How an address of IPv6 is bought is not documented: accounts have this many from the start.
	ownedIPv6s = 2
)

// account is a user and what belongs to it besides its resources.
type account struct {
	user    string
	uuid    string
	profile object
	balance *big.Rat
	// globalContext is in the context of all its servers.
	globalContext map[string]string
}

// fixedInProfile are the members that a PUT of the profile does not change (profile.rst, schema).
var fixedInProfile = []string{
	"bank_reference", "currency", "email", "network_restrictions", "state", "tax_name", "tax_rate", "signup_time", "uuid",
}

// openAccount gives the user an account with its IPs and VLANs.
func (c *Cloud) openAccount(user string) {
	number := len(c.accounts)
	a := &account{user: user, uuid: c.newUUID(), balance: big.NewRat(initialBalance, 1), globalContext: map[string]string{}}
	a.profile = newProfile(a)
	c.accounts[user] = a
	subscription := 100 * (number + 1)
	ownIP := func(address string) {
		subscription++
		c.ips.put(address, &property{
			Entity: Entity{UUID: address, Owner: user, Meta: map[string]string{}}, subscription: subscription,
		})
		c.own(subscription, user, "ip", address)
	}
	for i := range ownedIPs {
		ownIP(fmt.Sprintf("%s%d", staticNetwork, 10*(number+1)+i))
	}
	for range ownedVLANs {
		subscription++
		id := c.newUUID()
		c.vlans.put(id, &property{
			Entity: Entity{UUID: id, Owner: user, Meta: map[string]string{}}, subscription: subscription,
		})
		c.own(subscription, user, "vlan", id)
	}
	for i := range ownedIPv6s {
		ownIP(fmt.Sprintf("%s%x", staticIPv6Network, 16*(number+1)+i))
	}
}

// own puts the subscription of something into the cloud that the account has from the start.
func (c *Cloud) own(number int, user, resource, id string) {
	s := &subscription{
		id: number, uuid: c.newUUID(), owner: user, what: *findPriced(resource), amount: 1, autoRenew: true, object: id,
		start: c.options.Now(), term: term{years: 1},
	}
	s.end = s.term.after(s.start)
	s.setPrice()
	c.subscriptions.put(strconv.Itoa(number), s)
}

func newProfile(a *account) object {
	return object{
		"address": "", "api_https_only": false, "autotopup_amount": "0E-16", "autotopup_threshold": "0E-16",
		"bank_reference": "demo", "clone_naming": "NONE", "company": "", "country": "CH", "currency": "CHF",
		"email": a.user, "first_name": "Demo", "has_autotopup": false, "has_tx_autotopup": false, "invoicing": true,
		"key_auth": false, "language": "EN", "last_name": "User", "mailing_list": true, "meta": object{},
		"my_notes": "", "network_restrictions": nil, "nickname": "", "phone": "", "postcode": "", "reseller": "",
		"signup_time": timestamp(date(2014, 8, 25)), "state": "REGULAR", "tax_name": nil, "tax_rate": nil,
		"title": "", "town": "", "tx_autotopup_amount": "0E-16", "tx_autotopup_threshold": "0E-16",
		"uuid": a.uuid, "vat": "",
	}
}

// owner refers to the account of a user.
func (c *Cloud) owner(user string) any {
	a, known := c.accounts[user]
	if !known {
		return nil
	}
	return link("user", a.uuid)
}

// profile serves the profile, which is a single object.
func (c *Cloud) profile(request call) (answer, error) {
	profile := request.account.profile
	switch request.method {
	case http.MethodGet:
	case http.MethodPut:
		body, err := request.wholeObject()
		if err != nil {
			return answer{}, err
		}
		if err := editProfile(profile, body); err != nil {
			return answer{}, err
		}
	default:
		return answer{}, methodNotAllowed([]string{http.MethodGet, http.MethodPut})
	}
	return answer{status: http.StatusOK, body: selected([]object{profile}, nil, request.query)[0]}, nil
}

func editProfile(profile, body object) error {
	f := newForm(body)
	var naming string
	f.choice("clone_naming", &naming, "NONE", "COUNTER", "DATE", "TIMESTAMP")
	for name := range body {
		_, wasText := profile[name].(string)
		_, wasFlag := profile[name].(bool)
		_, isText := body[name].(string)
		_, isFlag := body[name].(bool)
		if wasText != isText && f.has(name) || wasFlag != isFlag {
			if !slices.Contains(fixedInProfile, name) {
				f.invalid(name, "The value is of the wrong type")
			}
		}
	}
	if err := f.result(); err != nil {
		return err
	}
	for name, value := range body {
		if _, known := profile[name]; known && !slices.Contains(fixedInProfile, name) {
			profile[name] = value
		}
	}
	return nil
}
