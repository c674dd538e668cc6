package function

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/jinja"
)

var _ function.Function = (*Jinja)(nil)

// Jinja is the function jinja.
type Jinja struct{}

// NewJinja returns the function.
func NewJinja() function.Function { return &Jinja{} }

// Metadata implements function.Function.
func (*Jinja) Metadata(_ context.Context, _ function.MetadataRequest, response *function.MetadataResponse) {
	response.Name = "jinja"
}

// Definition implements function.Function.
func (*Jinja) Definition(_ context.Context, _ function.DefinitionRequest, response *function.DefinitionResponse) {
	response.Definition = function.Definition{
		Summary: "Renders a Jinja template, such as a context template of Occopus",
		MarkdownDescription: "Renders a [Jinja](https://jinja.palletsprojects.com/templates/) template. It is strict: a variable that is not " +
			"in `vars` is an error that says where it is used (`is defined` and the filter `default` work). A template cannot read " +
			"files, and the same arguments always give the same text. A template that takes longer than 2 seconds, or gives more than " +
			"1 MiB, is an error; so are a `range` of more than 10,000 numbers, and macros that call each other more than 50 times deep. A " +
			"single expression, such as `'a' * 3000000000`, is not cut short.\n\n" +
			"Context templates of Occopus can be used as they are. Besides variables they call functions, which look up what " +
			"`vars` has under their names:\n\n" +
			"| In the template | In `vars` |\n|---|---|\n" +
			"| `{{ variables.message }}` | `variables = { message = \"…\" }` |\n" +
			"| `{{ getip('master') }}` | `getip = { master = … }`, the address of the first instance |\n" +
			"| `{{ getprivip('master') }}` | `getprivip = { master = … }`, its private address |\n" +
			"| `{{ getipall('worker') }}` | `getipall = { worker = […] }`, the addresses of all instances |\n" +
			"| `{{ cut(infra_id, 0, 7) }}` | nothing: `cut` is always there |\n" +
			"| `{{ infra_name }}`, `{{ infra_id }}`, `{{ name }}`, `{{ node_id }}` | the same names |\n\n" +
			"`cmd` is an error: it would run a program while Terraform plans.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "template",
				MarkdownDescription: "Text of the template, such as `file(\"${path.module}/cloud_init.yaml\")`, of at most 1 MiB.",
			},
			function.DynamicParameter{
				Name:                "vars",
				MarkdownDescription: "Object or map with the variables.",
			},
		},
		Return: function.StringReturn{},
	}
}

// Run implements function.Function.
func (*Jinja) Run(ctx context.Context, request function.RunRequest, response *function.RunResponse) {
	var template string
	var vars types.Dynamic
	if response.Error = request.Arguments.Get(ctx, &template, &vars); response.Error != nil {
		return
	}
	value, err := plain(vars)
	if err != nil {
		response.Error = function.NewArgumentFuncError(1, err.Error())
		return
	}
	values, ok := value.(map[string]any)
	if !ok {
		response.Error = function.NewArgumentFuncError(1, "An object or a map is needed, such as { variables = { message = \"Hello\" } }.")
		return
	}
	text, err := jinja.Render(template, jinja.WithOccopus(values))
	if err != nil {
		response.Error = function.NewArgumentFuncError(0, "The template cannot be rendered: "+err.Error())
		return
	}
	response.Error = response.Result.Set(ctx, text)
}
