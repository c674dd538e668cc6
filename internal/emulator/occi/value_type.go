package occi

import (
	"encoding/json"
	"strconv"
)

// Types of attribute values, as the query interface names them in JSON.
const (
	typeString  = "string"
	typeNumber  = "number"
	typeBoolean = "boolean"
	typeArray   = "array"
)

// notStrings are the attributes whose values are of another type.
var notStrings = map[string]string{
	coresAttribute: typeNumber, memoryAttribute: typeNumber, speedAttribute: typeNumber, shareAttribute: typeNumber,
	sizeAttribute: typeNumber, vlanAttribute: typeNumber, ipVersionAttribute: typeNumber,
	"org.openstack.flavor.disk": typeNumber, "org.openstack.flavor.ephemeral": typeNumber, "org.openstack.flavor.swap": typeNumber,
	reservationUsedAttribute: typeBoolean, groupRulesAttribute: typeArray, "size": typeNumber,
}

func valueType(attribute string) string {
	if found, ok := notStrings[attribute]; ok {
		return found
	}
	return typeString
}

// typed is the value of an attribute for JSON. A value that is not what its type says stays text.
func typed(attribute, text string) any {
	switch valueType(attribute) {
	case typeNumber:
		if _, err := strconv.ParseFloat(text, 64); err == nil && json.Valid([]byte(text)) {
			return json.Number(text)
		}
	case typeBoolean:
		if value, err := strconv.ParseBool(text); err == nil {
			return value
		}
	case typeArray:
		if json.Valid([]byte(text)) {
			return json.RawMessage(text)
		}
	}
	return text
}
