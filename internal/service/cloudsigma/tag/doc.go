// Package tag is the Terraform resource cloudsigma_tag and the data sources cloudsigma_tag and cloudsigma_tags.
//
// That an entity has a tag is one relation with two ends, tags of the entity and resources of the tag. The
// resource manages only the part of it that its configuration names, so both ends can be used side by side.
//
// It must not know what is tagged.
package tag
