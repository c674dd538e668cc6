package occopus

import (
	"fmt"
	"strings"
)

// healthData is the data source that checks what is no resource of its own, such as a floating IP.
const healthData = "occi_health_check"

// healthCheck is the section health_check as the checks of the provider; there are none if nothing is checked. Without the section Occopus pings.
// The provider and Occopus both wait ten minutes if nothing else is said.
func (c *conversion) healthCheck(m *machine) (fields, error) {
	section := m.implementation.healthCheck
	if section == nil {
		return fields{"ping = true"}, nil
	}
	ping, err := section.boolean("ping", true)
	if err != nil {
		return nil, err
	}
	var checks fields
	if ping {
		checks.add("ping", "true")
	}
	ports, err := section.sequence("ports")
	if err != nil {
		return nil, err
	}
	if ports != nil {
		checks.add("ports", literal(ports.plain()))
	}
	if err := c.healthURLs(m, section, &checks); err != nil {
		return nil, err
	}
	if err := c.healthDatabases(m, section, &checks); err != nil {
		return nil, err
	}
	known := []string{"mysqldbs", "ping", "ports", "timeout", "urls"}
	if protocol := section.get("protocol"); protocol != nil && protocol.text == "basic" {
		known = append(known, "protocol") // the only one that Occopus has
	}
	c.loseKeys(m, section, known...)
	if len(checks) == 0 {
		return nil, nil
	}
	timeout, err := section.integer("timeout", 0)
	if err != nil {
		return nil, err
	}
	if timeout > 0 {
		checks.add("timeout", quoted(fmt.Sprintf("%ds", timeout)))
	}
	return checks, nil
}

// healthURLs adds the URLs. {{ip}} is filled in by the checks, whatever else is Jinja by the configuration.
func (c *conversion) healthURLs(m *machine, section *node, checks *fields) error {
	urls, err := section.sequence("urls")
	if err != nil || urls == nil {
		return err
	}
	var converted []expression
	for _, item := range urls.items {
		text, err := item.string("urls")
		if err != nil {
			return err
		}
		value := quoted(text)
		if isTemplate(strings.ReplaceAll(text, "{{ip}}", "")) {
			ip := fields{}
			ip.add("ip", quoted("{{ip}}"))
			if value, err = c.rendered(m, template{Position: item.Position, text: text, source: value, extra: ip}, "urls"); err != nil {
				return err
			}
		}
		converted = append(converted, value)
	}
	checks.add("urls", list(converted))
	return nil
}

// healthDatabases adds the databases of MySQL. Their passwords are secrets, and go into no state.
func (c *conversion) healthDatabases(m *machine, section *node, checks *fields) error {
	databases, err := section.sequence("mysqldbs")
	if err != nil || databases == nil {
		return err
	}
	var converted []expression
	for _, item := range databases.items {
		database, err := c.healthDatabase(m, item)
		if err != nil {
			return err
		}
		converted = append(converted, database.object())
	}
	checks.add("mysql", list(converted))
	return nil
}

func (c *conversion) healthDatabase(m *machine, item *node) (fields, error) {
	var database fields
	for _, field := range []struct{ attribute, key string }{{"database", "name"}, {"username", "user"}} {
		if _, err := item.required(field.key); err != nil {
			return nil, err
		}
		value, err := c.text(m, item.get(field.key), field.key)
		if err != nil {
			return nil, err
		}
		database.add(field.attribute, value)
	}
	password, err := item.required("pass")
	if err != nil {
		return nil, err
	}
	var value expression
	if isTemplate(password) {
		value, err = c.text(m, item.get("pass"), "pass")
	} else {
		value = c.secret(m.label+"_mysql_password", "Password that the health check of the node "+m.name+" uses.", password)
	}
	// A data source keeps its arguments in the state, so it cannot have write-only ones.
	attribute := "password"
	if m.floatingGate == "" {
		attribute, c.mysql = "password_wo", true
	}
	database.add(attribute, value)
	return database, err
}

// healthVariable turns all checks off, for clouds that cannot be reached from where Terraform runs.
func (c *conversion) healthVariable() expression {
	const name = "health_checks"
	if !c.inputs.names[name] {
		c.inputs.add(input{
			name: name, kind: "bool", standard: "true",
			description: "Whether a node is complete only when its health checks pass. They need the nodes to be reachable from here.",
		})
	}
	return "var." + name
}

// writeHealthCheck writes the attribute health_check.
func (c *conversion) writeHealthCheck(m *machine, resource *block) error {
	var err error
	if m.checks, err = c.healthCheck(m); err != nil || len(m.checks) == 0 {
		return err
	}
	if m.floatingGate != "" {
		return nil // writeHealthData
	}
	resource.gap()
	resource.set("health_check", c.healthVariable()+" ? "+m.checks.object()+" : null")
	return nil
}

// writeHealthData writes a data source with the checks of a VM whose address is a floating IP: the VM is made before it has
// the address.
func (c *conversion) writeHealthData(m *machine) {
	if len(m.checks) == 0 {
		return
	}
	data := c.main.nested("data", healthData, m.label)
	count := expression("1")
	if m.count != "" {
		count = m.count
	}
	data.set("count", c.healthVariable()+" ? "+count+" : 0")
	data.gap()
	data.set("address", m.floatingGate+expression(m.this()+".address"))
	for _, check := range m.checks {
		data.set(check.split())
	}
}
