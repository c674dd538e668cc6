// Package mixinassociation is the resource occi_mixin_association: one mixin of one entity.
//
// It must not know what the mixin stands for, nor the kind of the entity.
package mixinassociation
