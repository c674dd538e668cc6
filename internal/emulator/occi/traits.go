package occi

// traits are the differences between the manners, each named after what a server with it does.
type traits struct {
	// imageIDs: terms of os_tpl are image identifiers and those of resource_tpl flavor names with dashes
	// instead of dots. Without it both are the names, as in the guide.
	imageIDs bool
	// guideActions: confirm_resize, alloc_float_ip and dealloc_float_ip are offered, and pools as mixins.
	guideActions bool
	// lenientParser: requests are read as pyssf reads them (shell-like quoting, values that are cut).
	lenientParser bool
	// unescaped: values are written as they are.
	unescaped bool
	// asciiOnly: text that is not ASCII cannot be written at all.
	asciiOnly bool
	// joinedHeaders: text/occi answers have one header line per name, and text/plain ones begin with an
	// empty line.
	joinedHeaders bool
	// exactMediaTypes: media types are compared as strings, so a charset parameter is a 406.
	exactMediaTypes bool
	// pythonErrors: exceptions that nobody thought of become a 405 or a 500 with a traceback.
	pythonErrors bool
	// twoContentLengths: error answers carry Content-Length twice.
	twoContentLengths bool
	// maxHeaderLine is the limit of one request header line in bytes; 0 is none.
	maxHeaderLine int
	// forgetful: entities are rebuilt from the cloud at the first look, so what a create said is lost, and
	// deleting an entity only forgets it; the next look finds it again as long as it lingers.
	forgetful bool
	// staleEntities: an entity keeps the mixins and links of its first look, whatever happens later.
	staleEntities bool
	// looseLinks: links have an owner nobody checks in lists, two identifiers, and are spoiled for ever
	// by a delete that failed.
	looseLinks bool
	// putCreates: PUT on a compute or a volume creates another one.
	putCreates bool
	// confirmsResize: a scale blocks and confirms itself.
	confirmsResize bool
	// onePort: the "to" of a rule is used for both ports.
	onePort bool
	// novaStates: stop means suspend and suspend means pause, and OCCI shows active or inactive only.
	novaStates bool
	// templatesOnly: sizes in a create are refused; fractions of a GB are cut.
	templatesOnly bool
	// ooi: the protocol is the one of ooi (ooi.go), which keeps nothing and asks the cloud each time.
	ooi bool
	// standard12: the kinds, mixins and renderings of OCCI 1.2 are offered (standard.go).
	standard12 bool
	// neutron: users can make networks and reserve addresses.
	neutron bool
	// bareNumbers: numbers are written without quotes.
	bareNumbers bool
	// bareCategories: categories are written without their attributes and actions.
	bareCategories bool
	// absoluteLinks: links are written with URLs instead of paths.
	absoluteLinks bool
	// linksToThemselves: a link has its own URL where that of its target belongs.
	linksToThemselves bool
	// plainIDs: occi.core.id is the last segment of the path.
	plainIDs bool
	// silentHeaders: text/occi answers have no body.
	silentHeaders bool
	// server is what the server calls itself.
	server string
}

const pyssfServer = "pyssf OCCI/1.1"

func (m Manner) traits() traits {
	switch m {
	case MannerOcciOS:
		return traits{
			imageIDs: true, lenientParser: true, unescaped: true, asciiOnly: true, joinedHeaders: true, exactMediaTypes: true,
			pythonErrors: true, twoContentLengths: true, maxHeaderLine: 16384, forgetful: true, staleEntities: true, looseLinks: true,
			putCreates: true, confirmsResize: true, onePort: true, novaStates: true, templatesOnly: true, server: pyssfServer,
		}
	case MannerOOI:
		return traits{
			ooi: true, imageIDs: true, unescaped: true, maxHeaderLine: 16384, neutron: true, bareNumbers: true, bareCategories: true,
			absoluteLinks: true, linksToThemselves: true, plainIDs: true, silentHeaders: true, server: "ooi/1.2.1 OCCI/1.1 OCCI/1.2",
		}
	case MannerStandard12:
		return traits{standard12: true, neutron: true, bareNumbers: true, plainIDs: true, server: "cloud-emulator OCCI/1.2"}
	default:
		// Not pyssf's name: clients take it for a server that never escapes a quote.
		return traits{guideActions: true, server: "OCCI/1.1"}
	}
}
