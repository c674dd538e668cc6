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
	// unescaped: values are written as they are, and non-ASCII ones cannot be written at all.
	unescaped bool
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
}

func (m Manner) traits() traits {
	if m == MannerOcciOS {
		return traits{
			imageIDs: true, lenientParser: true, unescaped: true, joinedHeaders: true, exactMediaTypes: true,
			pythonErrors: true, twoContentLengths: true, maxHeaderLine: 16384, forgetful: true, staleEntities: true, looseLinks: true,
			putCreates: true, confirmsResize: true, onePort: true, novaStates: true, templatesOnly: true,
		}
	}
	return traits{guideActions: true}
}
