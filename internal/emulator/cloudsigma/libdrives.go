package cloudsigma

import "strconv"

// libdriveCollection is the drive library, the same for all accounts. Its detailed listing has the
// same level of detail as the short one (libdrives.rst).
func (c *Cloud) libdriveCollection() *collection {
	filters := map[string]filter{"name__icontains": contains("name")}
	for _, member := range []string{"arch", "category", "distribution", "image_type", "name", "os", "uuid", "version"} {
		filters[member] = exact(member)
	}
	return &collection{
		name:    "libdrives",
		filters: filters,
		list: func(*account) []object {
			objects := []object{}
			for _, library := range c.libdrives.all() {
				objects = append(objects, library.render())
			}
			return objects
		},
		render: func(_ *account, id string) object {
			if library := c.libdrives.get(id); library != nil {
				return library.render()
			}
			return nil
		},
		actions: map[string]action{"clone": func(a *account, id string, definition object) (answer, error) {
			return c.cloneLibraryDrive(a, c.libdrives.get(id), definition)
		}},
	}
}

// cloneLibraryDrive makes a drive of the account; what the library knows of the image becomes its meta
// (meta.rst).
func (c *Cloud) cloneLibraryDrive(a *account, source *libraryDrive, definition object) (answer, error) {
	copied := newDrive(a.user)
	copied.Name, copied.Size, copied.Media = c.cloneName(a, source.name), source.size, source.media
	copied.licenses = source.licenses
	copied.Meta = map[string]string{
		"arch": "64", "category": "", "default_user": source.defaultUser, "description": source.description,
		"distribution": source.distribution, "favourite": strconv.FormatBool(source.favourite),
		"image_type": source.imageType, "install_notes": "", "os": source.os,
		"paid": strconv.FormatBool(source.paid), "url": source.url, "version": source.version,
	}
	if len(source.category) > 0 {
		copied.Meta["category"] = source.category[0]
	}
	tags, err := c.readClone(a, definition, &copied)
	if err != nil {
		return answer{}, err
	}
	clone := c.addClone(uri("libdrives", source.UUID), source.UUID, copied)
	c.setTags(clone.UUID, tags)
	return acceptedDrive(c.renderDrive(clone)), nil
}

// render has the members of the sample libdrive_get and the newer ones that the official SDK reads.
func (l *libraryDrive) render() object {
	return object{
		"uuid": l.UUID, "resource_uri": uri("libdrives", l.UUID), "owner": nil,
		"name": l.name, "meta": object{}, "tags": []any{}, "status": driveUnmounted,
		"size": l.size, "media": l.media, "storage_type": nil, "allow_multimount": false,
		"affinities": []any{}, "licenses": append([]any{}, l.licenses...), "mounted_on": []any{}, "jobs": []any{},
		"arch": "64", "category": l.category, "description": l.description, "distribution": orNull(l.distribution),
		"favourite": l.favourite, "image_type": l.imageType, "install_notes": "", "os": l.os, "paid": l.paid,
		"url": orNull(l.url), "version": orNull(l.version),
		"cloud_init_service": "cloud-init", "created_at": timestamp(l.created), "default_auth_method": "ssh_key",
		"default_pass": "", "default_user": l.defaultUser, "deprecated": false, "remote_snapshots": []any{},
	}
}

// renderAsDrive is what /drives/{uuid}/ answers for a library drive: it is told by its null owner.
func (l *libraryDrive) renderAsDrive() object {
	return object{
		"uuid": l.UUID, "resource_uri": uri("drives", l.UUID), "owner": nil,
		"name": l.name, "meta": object{}, "tags": []any{}, "status": driveUnmounted,
		"size": l.size, "media": l.media, "storage_type": defaultStorageType, "allow_multimount": false,
		"affinities": []any{}, "licenses": append([]any{}, l.licenses...), "mounted_on": []any{}, "jobs": []any{},
		"runtime": driveRuntime(defaultStorageType), "grantees": []any{}, "permissions": []any{},
		"snapshots": []any{}, "remote_snapshots": []any{}, "backup_scheduler": nil, "iops": nil,
	}
}
