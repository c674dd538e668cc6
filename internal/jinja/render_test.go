package jinja_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/jinja"
)

// values are the variables of the tests.
func values() map[string]any {
	return jinja.WithOccopus(map[string]any{
		"infra_id":  "0123456789abcdef",
		"variables": map[string]any{"message": "Hello", "port": 8080, "ratio": 1.5, "on": true, "host": "master", "users": []any{"a", "b"}},
		"getip":     map[string]any{"master": "203.0.113.7"},
		"getipall":  map[string]any{"worker": []any{"192.0.2.1", "192.0.2.2"}},
	})
}

func TestRender(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"{{variables.message}}\n":                                                            "Hello\n",
		"{{ variables['message'] }}":                                                         "Hello",
		"{{variables.port}} {{variables.ratio}} {{variables.on}}":                            "8080 1.5 True",
		"{{getip('master')}}:2377":                                                           "203.0.113.7:2377",
		"{{ getip(variables.host) }}":                                                        "203.0.113.7",
		"{{getipall('worker')}}":                                                             "['192.0.2.1', '192.0.2.2']",
		"{{ getipall('worker') | join(',') }}":                                               "192.0.2.1,192.0.2.2",
		"{{cut(infra_id,0,4)}}|{{cut(infra_id,-4,99)}}|{{cut('ä€',1,2)}}":                    "0123|cdef|€",
		"{{cut(infra_id,4,2)}}":                                                              "",
		`{% raw %}{{range service "hadoop"}}{{.Node}}{% endraw %}`:                           `{{range service "hadoop"}}{{.Node}}`,
		"{{'{{'}}a{{'}}'}}":                                                                  "{{a}}",
		"{% if variables.absent is defined %}1{% else %}2{% endif %}":                        "2",
		"{{ absent | default('none') }}":                                                     "none",
		"{% for u in variables.users %}{{loop.index}}{{u}};{% endfor %}":                     "1a;2b;",
		"{% for i in range(3) %}{% if i == 2 %}{% break %}{% endif %}{{i}}{% endfor %}":      "01",
		"{% for i in range(5, 0, -2) %}{{i}}{% endfor %}":                                    "531",
		"{% set x = 'y' %}{{x}}{# comment #}":                                                "y",
		"{% macro m(n) %}<{{n}}>{% endmacro %}{{ m('a') }}{{ m('b') }}":                      "<a><b>",
		"{% macro m(n) %}{% if n > 0 %}{{n}}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(3) }}": "321",
		"{{ dict(b=1, a=2) }}":                                                               "{'a': 2, 'b': 1}",
		"${HOME} $(hostname) 100% { }":                                                       "${HOME} $(hostname) 100% { }",
		"{{ variables.message.upper() }}":                                                    "HELLO",
	} {
		got, err := jinja.Render(template, values())
		if err != nil || got != want {
			t.Errorf("%s: got %q and the error %v, want %q", template, got, err, want)
		}
	}
}

func TestRenderErrors(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]*jinja.Error{
		"a\n  {{ absent }}":                         {Line: 2, Column: 6, Unknown: "absent", Message: `there is no variable "absent"`},
		"a\n{{ getip(master) }}":                    {Line: 2, Column: 10, Unknown: "master", Message: `there is no variable "master"`},
		"{% if absent %}{% endif %}":                {Line: 1, Column: 7, Unknown: "absent", Message: `there is no variable "absent"`},
		"{{ 'a' ~\n absent }}":                      {Line: 2, Column: 2, Unknown: "absent", Message: `there is no variable "absent"`},
		"{% for i in [1] %}\n\n{{ j }}{% endfor %}": {Line: 3, Column: 4, Unknown: "j", Message: `there is no variable "j"`},
		"{{ variables.absent }}":                    {Line: 1, Column: 14, Unknown: "absent", Message: `variables.absent: there is no "absent"`},
		"{{ variables['absent'] }}":                 {Line: 1, Column: 14, Unknown: "absent", Message: `variables['absent']: there is no "absent"`},
		"{{ [absent] }}":                            {Message: "a list has a variable that does not exist"},
		"a\n{{ 1 + }}":                              {Line: 2, Column: 8, Message: "expected either a number, string, keyword or identifier"},
		"a\n{{ 'b' | upper | absent | lower }}":     {Line: 2, Column: 18, Message: "filter 'absent' not found"},
		"{{ 'b' | join('c', 2, 3) }}":               {Line: 1, Column: 10, Message: "invalid call to filter 'join': received 1 unexpected positional argument"},
		"{{ getip('absent') }}":                     {Line: 1, Message: `invalid call to function 'getip': getip knows no node "absent": the variable "getip" has master`},
		"{{ 1 % 0 }}":                               {Message: "the template cannot be evaluated: runtime error: integer divide by zero"},
	} {
		_, err := jinja.Render(template, values())
		var got *jinja.Error
		if !errors.As(err, &got) {
			t.Errorf("%q: got the error %v", template, err)
			continue
		}
		if difference := cmp.Diff(want, got); difference != "" {
			t.Errorf("%q: %s", template, difference)
		}
	}
}

// TestRenderRefuses has what a template must not do, and what the error says.
func TestRenderRefuses(t *testing.T) {
	t.Parallel()
	for template, want := range map[string]string{
		"{{ 1.殁 }}":                                 "a number that is not one",
		"{{ " + strings.Repeat("(", 200000):         "line 1, column 104: brackets are nested more than 100 deep",
		"{% include '/etc/passwd' %}":               "cannot read other files",
		"{% import '/etc/passwd' as x %}":           "cannot read other files",
		"{% from '/etc/passwd' import x %}":         "cannot read other files",
		"{% extends '/etc/passwd' %}":               "cannot read other files",
		"{% block a %}{{ self.a() }}{% endblock %}": "cannot read other files",
		"{{ cmd('cat /etc/passwd') }}":              "cmd runs a program",
		"{{ getip('absent') }}":                     `getip knows no node "absent": the variable "getip" has master`,
		"{{ getprivip('master') }}":                 `the variable "getprivip" has none`,
		"{{ getip(1) }}":                            "takes the name of a node",
		"{{ cut(infra_id) }}":                       "cut takes a text",
		"{{ [1, 2] | random }}":                     "another text each time",
		"{{ lipsum() }}":                            "another text each time",
		"{% for i in range(1000000) %}{% endfor %}": "more than 10000",
		"{% for i in range(10000) %}{% for j in range(10000) %}{% for k in range(10000) %}{% set x = 1 %}{% endfor %}{% endfor %}{% endfor %}": "takes longer",
		"{% for i in range(10000) %}" + strings.Repeat("x", 1000) + "{% endfor %}":                                                             "longer than 1048576 bytes",
		"{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}":                                                                                      "more than 50 times deep",
		"{{ [1]|batch(100000000, 1)|length }}":                                                                                                 "longer than 1048576 bytes",
		"{{ 'a\nb'|indent(width=300000000)|length }}":                                                                                          "longer than 1048576 bytes",
		strings.Repeat("x", 1<<20+1):                                                                                                           "longer than 1048576 bytes",
	} {
		text, err := jinja.Render(template, values())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s: got %.80q and the error %v, want %q", template, text, err, want)
		}
	}
}

func FuzzRender(f *testing.F) {
	f.Add("{{ getip('master') }}{% for i in range(3) %}{{ i }}{% endfor %}")
	f.Add("{% if variables.on %}{{ cut(infra_id, 0, 2) }}{% endif %}{# #}")
	f.Fuzz(func(_ *testing.T, template string) {
		_, _ = jinja.Render(template, values()) // must not panic
	})
}
