// Package template has the data sources occi_os_template and occi_resource_template, one template of the
// query interface, found by term, title or a regular expression, and occi_os_templates and
// occi_resource_templates, all of them.
//
// It must not know what a template is used for.
package template
