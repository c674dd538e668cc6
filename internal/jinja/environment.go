package jinja

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"github.com/nikolalohinski/gonja/v2/builtins"
	"github.com/nikolalohinski/gonja/v2/builtins/control_structures"
	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/nodes"
	"github.com/nikolalohinski/gonja/v2/parser"
)

// The limits of one rendering. User data is at most some 64 KiB on any cloud.
const (
	maxSource = 1 << 20
	maxOutput = 1 << 20
	maxRange  = 10_000
	maxDepth  = 50
	maxTime   = 2 * time.Second
)

var (
	errOutput  = fmt.Errorf("the text is longer than %d bytes", maxOutput)
	errTime    = fmt.Errorf("the template takes longer than %s", maxTime)
	errDepth   = fmt.Errorf("macros call each other more than %d times deep", maxDepth)
	errNoFiles = errors.New("a template cannot read other files")
	errPure    = errors.New("it would give another text each time")
)

// statements are what a template may do. Those that are missing load other templates, or are of use only together
// with them.
var statements = []string{"autoescape", "break", "call", "continue", "do", "filter", "for", "if", "macro", "raw", "set", "with"}

// fileStatements are those that load other templates.
var fileStatements = []string{"block", "extends", "from", "import", "include"}

// widening are the filters that make as much as a number says.
var widening = []string{"batch", "center", "indent", "slice", "truncate", "wordwrap"}

// withinBounds refuses numbers beyond what can be written.
func withinBounds(filter exec.FilterFunction) exec.FilterFunction {
	return func(evaluator *exec.Evaluator, in *exec.Value, parameters *exec.VarArgs) *exec.Value {
		for _, argument := range append(slices.Collect(maps.Values(parameters.KwArgs)), parameters.Args...) {
			if argument.IsInteger() && argument.Integer() > maxOutput {
				return exec.AsValue(errOutput)
			}
		}
		return filter(evaluator, in, parameters)
	}
}

// budget is what is left of the limits of one rendering.
type budget struct {
	deadline time.Time
	output   io.Writer
	left     int
	depth    int
}

// Write implements io.Writer within the limits.
func (b *budget) Write(text []byte) (int, error) {
	if err := b.checkTime(); err != nil {
		return 0, err
	}
	if len(text) > b.left {
		return 0, errOutput
	}
	b.left -= len(text)
	return b.output.Write(text)
}

func (b *budget) checkTime() error {
	if time.Now().After(b.deadline) {
		return errTime
	}
	return nil
}

// environment is what templates can use, within the limits.
func (b *budget) environment() *exec.Environment {
	globals := exec.EmptyContext().Update(builtins.GlobalFunctions)
	globals.Set("range", boundedRange)
	globals.Set("dict", func(parameters *exec.VarArgs) map[string]any {
		pairs := map[string]any{}
		for name, value := range parameters.KwArgs {
			pairs[name] = value.Interface()
		}
		return pairs
	})
	globals.Set("lipsum", func(*exec.VarArgs) (any, error) { return nil, errPure })
	filters := exec.NewFilterSet(map[string]exec.FilterFunction{}).Update(builtins.Filters)
	_ = filters.Replace("random", func(*exec.Evaluator, *exec.Value, *exec.VarArgs) *exec.Value { return exec.AsValue(errPure) })
	for _, name := range widening {
		if filter, ok := filters.Get(name); ok {
			_ = filters.Replace(name, withinBounds(filter))
		}
	}
	return &exec.Environment{
		Context: globals, Filters: filters, Tests: builtins.Tests, Methods: builtins.Methods, ControlStructures: b.statements(),
	}
}

// statements are the statements that a template may use, each checked when it runs: so there is no loop without an end,
// for what is between a check and the next one is bounded.
func (b *budget) statements() *exec.ControlStructureSet {
	parsers := map[string]parser.ControlStructureParser{}
	for _, name := range statements {
		parse, _ := builtins.ControlStructures.Get(name)
		parsers[name] = func(p, arguments *parser.Parser) (nodes.ControlStructure, error) {
			statement, err := parse(p, arguments)
			if executable, ok := statement.(exec.ControlStructure); ok && err == nil {
				statement = &checked{executable, b}
			}
			return statement, err
		}
	}
	for _, name := range fileStatements {
		parsers[name] = func(p, _ *parser.Parser) (nodes.ControlStructure, error) {
			return nil, p.Error(fmt.Sprintf("%s: %s", name, errNoFiles), nil)
		}
	}
	return exec.NewControlStructureSet(parsers)
}

// checked is a statement within the limits.
type checked struct {
	exec.ControlStructure
	budget *budget
}

// Execute implements exec.ControlStructure.
func (c *checked) Execute(renderer *exec.Renderer, block *nodes.ControlStructureBlock) error {
	if err := c.budget.checkTime(); err != nil {
		return err
	}
	if err := c.ControlStructure.Execute(renderer, block); err != nil {
		return err
	}
	if macro, ok := c.ControlStructure.(*controlStructures.MacroControlStructure); ok {
		c.budget.limitDepth(renderer.Environment.Context, macro.Name)
	}
	return nil
}

// limitDepth replaces a macro by one that cannot call itself without end, which nothing could recover from.
func (b *budget) limitDepth(context *exec.Context, name string) {
	defined, _ := context.Get(name)
	macro, ok := defined.(exec.Macro)
	if !ok {
		return
	}
	context.Set(name, exec.Macro(func(parameters *exec.VarArgs) *exec.Value {
		if b.depth >= maxDepth {
			return exec.AsValue(errDepth)
		}
		b.depth++
		defer func() { b.depth-- }()
		return macro(parameters)
	}))
}

// boundedRange is range of Jinja, as a list of bounded length.
func boundedRange(parameters *exec.VarArgs) ([]int, error) {
	bounds := []int{0, 0, 1}
	for i, argument := range parameters.Args {
		if i > 2 || !argument.IsInteger() {
			return nil, errors.New("range takes up to three whole numbers")
		}
		bounds[i] = argument.Integer()
	}
	if len(parameters.Args) == 1 {
		bounds[0], bounds[1] = 0, bounds[0]
	}
	start, stop, step := bounds[0], bounds[1], bounds[2]
	if step == 0 || len(parameters.Args) == 0 {
		return nil, errors.New("range needs an end, and a step that is not 0")
	}
	numbers := []int{}
	for i := start; (step > 0 && i < stop) || (step < 0 && i > stop); i += step {
		if len(numbers) == maxRange {
			return nil, fmt.Errorf("range has more than %d numbers", maxRange)
		}
		numbers = append(numbers, i)
	}
	return numbers, nil
}

// context are the variables of a template; a Function becomes what gonja can call.
func context(values map[string]any) *exec.Context {
	data := maps.Clone(values)
	for name, value := range data {
		if function, ok := value.(Function); ok {
			data[name] = function.callable(name)
		}
	}
	if data == nil {
		data = map[string]any{}
	}
	return exec.NewContext(data)
}
