package occi

import (
	"regexp"
	"slices"
	"strconv"
)

func (o *ooiExchange) listComputes() (*answer, error) {
	var list []*entity
	for _, i := range o.instances() {
		list = append(list, ooiListedCompute(i))
	}
	return o.collectionAnswer(list)
}

// instances are those of the tenant, the newest first.
func (o *ooiExchange) instances() []*instance {
	own := slices.DeleteFunc(slices.Clone(o.nova.instances), func(i *instance) bool { return i.tenant != o.tenant })
	slices.Reverse(own)
	return own
}

// ooiListedCompute is what lists and creates tell of a compute.
func ooiListedCompute(i *instance) *entity {
	return &entity{
		path: ooiCompute.location + i.id, kind: ooiCompute, actions: ooiComputeActions,
		attributes: map[string]string{titleAttribute: i.hostname},
	}
}

// ooiState is how ooi reads the status of Nova. A shutdown under way does not show in it, other tasks do.
func ooiState(i *instance) string {
	busy := slices.Contains([]string{"rebooting", "resize_prep", "rebuilding"}, i.task)
	switch {
	case i.state == stateActive && !busy:
		return "active"
	case i.state == stateSuspended || i.state == statePaused:
		return "suspended"
	default:
		return "inactive"
	}
}

// compute is what ooi shows. It asks for the flavor, so without it the compute is not found
// (381-compute-get-after-its-flavor-was-deleted).
func (o *ooiExchange) compute(i *instance) (*entity, error) {
	if !slices.Contains(o.nova.flavors, i.flavor) {
		return nil, notFound("Flavor %s could not be found.", i.flavor.id)
	}
	shown := *i.image
	if !slices.Contains(o.nova.images, i.image) {
		shown.name = "None (Image with ID '" + shown.id + "' not found)"
	}
	e := ooiListedCompute(i)
	e.mixins = []*category{ooiImageTemplate(&shown), ooiFlavorTemplate(i.flavor)}
	e.attributes[coresAttribute] = strconv.Itoa(i.cores)
	e.attributes[hostnameAttribute] = i.hostname
	e.attributes[memoryAttribute] = strconv.Itoa(int(i.memoryMB))
	e.attributes[stateAttribute] = ooiState(i)
	for _, v := range o.nova.volumes {
		if v.instance == i.id {
			e.links = append(e.links, ooiStorageLinkOf(v))
		}
	}
	for _, link := range o.interfacesOf(i) {
		// The pool shows in the link itself only (291, 293).
		link.removeMixin(ooiPool)
		e.links = append(e.links, link)
	}
	return e, nil
}

func (o *ooiExchange) findInstance(id string) (*instance, error) {
	if i := o.nova.instance(o.tenant, id); i != nil {
		return i, nil
	}
	return nil, notFound("Instance %s could not be found.", id)
}

func (o *ooiExchange) showCompute(id string) (*answer, error) {
	i, err := o.findInstance(id)
	if err != nil {
		return nil, err
	}
	e, err := o.compute(i)
	if err != nil {
		return nil, err
	}
	return o.entityAnswer(e)
}

func (o *ooiExchange) newCompute() (*answer, error) {
	r, err := o.parse()
	if err != nil {
		return nil, err
	}
	err = r.validate(ooiSchema{
		category: ooiCompute, mixins: []string{osTemplateScheme, resourceTplScheme},
		optional: identifiers([]*category{ooiStandardUserData, ooiSSHKey, ooiUserData, ooiPublicKey}),
		links:    []*category{ooiStorage, ooiNetwork},
	})
	if err != nil {
		return nil, err
	}
	i := &instance{tenant: o.tenant}
	if err := o.contextualise(r, i); err != nil {
		return nil, err
	}
	volumes, err := o.inlineVolumes(r)
	if err != nil {
		return nil, err
	}
	networks, err := o.inlineNetworks(r)
	if err != nil {
		return nil, err
	}
	if err := o.checkServer(r, i); err != nil {
		return nil, err
	}
	if i.networks, err = o.chooseNetworks(networks); err != nil {
		return nil, err
	}
	if err := o.boot(i); err != nil {
		return nil, err
	}
	for _, attached := range volumes {
		o.nova.beginAttach(attached.volume, i, attached.device)
	}
	return o.collectionAnswer([]*entity{ooiListedCompute(i)})
}

var uuidShape = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// checkServer is what Nova checks of a new server. Sizes and a hostname in the request are ignored.
func (o *ooiExchange) checkServer(r *ooiRequest, i *instance) error {
	i.hostname = "OCCI_VM"
	if title, ok := r.attributes[titleAttribute]; ok {
		if err := checkString("name", title); err != nil {
			return err
		}
		i.hostname = r.text(titleAttribute)
	}
	imageID, flavorID := r.term(osTemplateScheme), r.term(resourceTplScheme)
	if !uuidShape.MatchString(imageID) {
		return refuse("Invalid input for field/attribute imageRef. Value: %s. '%s' is not valid under any of the given schemas", imageID, imageID)
	}
	if err := checkUserData(i.userData); err != nil {
		return err
	}
	for _, candidate := range o.nova.images {
		if candidate.id == imageID && (candidate.tenant == "" || candidate.tenant == o.tenant) {
			i.image = candidate
		}
	}
	if i.flavor = o.flavor(flavorID); i.flavor == nil {
		return refuse("Flavor %s could not be found.", flavorID)
	}
	if i.image == nil {
		return refuse("Can not find requested image")
	}
	return nil
}

func (o *ooiExchange) flavor(id string) *flavor {
	for _, f := range o.nova.flavors {
		if f.id == id {
			return f
		}
	}
	return nil
}

// boot checks the quotas, which are 403 here.
func (o *ooiExchange) boot(i *instance) error {
	cores, computes := 0, 0
	for _, other := range o.instances() {
		cores += other.cores
		computes++
	}
	if quota := o.options.MaxCores; quota > 0 && cores+i.flavor.cores > quota {
		return forbidden("Quota exceeded for cores: Requested %d, but already used %d of %d cores", i.flavor.cores, cores, quota)
	}
	if quota := o.options.MaxComputes; quota > 0 && computes >= quota {
		return forbidden("Quota exceeded for instances: Requested 1, but already used %d of %d instances", computes, quota)
	}
	return o.nova.boot(i)
}

// deleteCompute releases the floating IPs at once; the rest lingers.
func (o *ooiExchange) deleteCompute(id string) (*answer, error) {
	i, err := o.findInstance(id)
	if err != nil {
		return nil, err
	}
	o.destroy(i)
	return o.noContent()
}

func (o *ooiExchange) deleteComputes() (*answer, error) {
	for _, i := range o.instances() {
		o.destroy(i)
	}
	return o.noContent()
}

func (o *ooiExchange) destroy(i *instance) {
	for _, p := range o.nova.portsOf(i) {
		if r := o.nova.reservationOn(p); r != nil {
			r.port = nil
		}
	}
	o.nova.destroy(i)
}

// resizeCompute is the only update there is. OCCI has no way to confirm it.
func (o *ooiExchange) resizeCompute(id string) (*answer, error) {
	i, err := o.findInstance(id)
	if err != nil {
		return nil, err
	}
	r, err := o.parse()
	if err != nil {
		return nil, err
	}
	if err := r.validate(ooiSchema{mixins: []string{resourceTplScheme}}); err != nil {
		return nil, err
	}
	wanted := o.flavor(r.term(resourceTplScheme))
	if wanted == nil {
		return nil, refuse("Flavor %s could not be found.", r.term(resourceTplScheme))
	}
	if err := o.require(i, "resize", stateActive, stateStopped); err != nil {
		return nil, err
	}
	if err := o.nova.resize(i, wanted, stateVerifyResize); err != nil {
		return nil, err
	}
	return o.showCompute(id)
}
