package cloudsigma

import "strings"

// locationCollection is a few of the real locations; the emulator does not serve under their names.
func locationCollection() *collection {
	locations := []object{
		location("ZRH", "CH", "Zurich, Switzerland"),
		location("FRA", "DE", "Frankfurt, Germany"),
		location("TYO", "JP", "Tokyo, Japan"),
	}
	return &collection{
		name:   "locations",
		list:   func(*account) []object { return append([]object{}, locations...) },
		render: func(*account, string) object { return nil },
	}
}

func location(id, country, name string) object {
	host := strings.ToLower(id) + ".cloudsigma.com"
	frontend := "https://" + host + "/ui/"
	return object{
		"id": id, "country_code": country, "display_name": name, "api_endpoint": "https://" + host + root,
		"alternative_frontend_url": frontend, "default_frontend_signup_url": frontend, "default_frontend_url": frontend,
		"documentation_url": "https://docs.cloudsigma.com", "upload_url": "https://direct." + host + root,
		"websocket_url": "wss://direct." + host + "/websocket",
	}
}
