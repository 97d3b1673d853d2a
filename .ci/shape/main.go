// Command shape measures the packages under internal/, and fails if a package
// exceeds a limit: files that name each other in a circle, methods on one
// receiver, exported names, lines of a file. Simulators, test helpers, tests and
// generated files are left out.
//
// A file names another file if it uses something that the other declares: a
// top-level name, a method or a field. A circle is a strongly connected component
// of that graph.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// The limits and their names.
const (
	maxCircle   = 12
	maxMethods  = 60
	maxExported = 250
	maxLines    = 600
)

type listed struct {
	Dir, ImportPath, Export string
	GoFiles                 []string
	Module                  *struct {
		Path string
		Main bool
	}
}

// shape holds the measurements of one package.
type shape struct {
	path     string
	files    int
	circle   []string // the files of the largest circle
	receiver string   // the type with the most methods
	methods  int
	exported int    // top-level names and methods of exported types
	longest  string // file
	lines    int
}

func main() {
	packages, err := list()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	var shapes []shape
	for _, p := range packages {
		if !measured(p) {
			continue
		}
		s, err := measure(p, exports)
		if err != nil {
			fmt.Fprintln(os.Stderr, p.ImportPath, err)
			os.Exit(1)
		}
		shapes = append(shapes, s)
	}
	if broken := report(os.Stdout, shapes); broken > 0 {
		fmt.Fprintln(os.Stderr, broken, "limits are passed")
		os.Exit(1)
	}
}

func list() ([]listed, error) {
	cmd := exec.Command("go", "list", "-export", "-deps", "-json=Dir,ImportPath,Export,GoFiles,Module", "./internal/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	var all []listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
}

// measured reports whether the limits apply to a package.
func measured(p listed) bool {
	name := filepath.Base(p.Dir)
	return p.Module != nil && p.Module.Main && strings.HasPrefix(p.ImportPath, p.Module.Path+"/internal/") &&
		!strings.HasSuffix(name, "sim") && !strings.HasSuffix(name, "test")
}

func measure(p listed, exports map[string]string) (shape, error) {
	fset := token.NewFileSet()
	s := shape{path: strings.TrimPrefix(p.ImportPath, p.Module.Path+"/"), files: len(p.GoFiles)}
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return s, err
		}
		files = append(files, f)
		if lines := fset.File(f.FileStart).LineCount(); lines > s.lines {
			s.lines, s.longest = lines, name
		}
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })}
	pkg, err := config.Check(p.ImportPath, fset, files, info)
	if err != nil {
		return s, err
	}
	s.circle = largest(circles(arrows(fset, pkg, info)))
	s.receiver, s.methods = busiest(pkg)
	s.exported = exported(pkg)
	return s, nil
}

// arrows returns, for each file, the files of the package that it names.
func arrows(fset *token.FileSet, pkg *types.Package, info *types.Info) map[string][]string {
	out := map[string][]string{}
	for id, o := range info.Uses {
		if o.Pkg() != pkg || !declared(o, pkg) {
			continue
		}
		from, to := filepath.Base(fset.Position(id.Pos()).Filename), filepath.Base(fset.Position(o.Pos()).Filename)
		if from != to && !slices.Contains(out[from], to) {
			out[from] = append(out[from], to)
		}
	}
	return out
}

// declared reports whether the package declares an object outside of functions.
func declared(o types.Object, pkg *types.Package) bool {
	switch o := o.(type) {
	case *types.Func:
		return true
	case *types.Var:
		return o.IsField() || o.Parent() == pkg.Scope()
	default:
		return o.Parent() == pkg.Scope()
	}
}

// circles returns the strongly connected components of a graph, by Tarjan's
// algorithm (Depth-first search and linear graph algorithms, 1972).
func circles(graph map[string][]string) [][]string {
	var (
		out   [][]string
		stack []string
		order = map[string]int{}
		low   = map[string]int{}
		open  = map[string]bool{}
		visit func(string)
	)
	visit = func(v string) {
		order[v] = len(order) + 1
		low[v] = order[v]
		stack, open[v] = append(stack, v), true
		for _, w := range graph[v] {
			switch {
			case order[w] == 0:
				visit(w)
				low[v] = min(low[v], low[w])
			case open[w]:
				low[v] = min(low[v], order[w])
			}
		}
		if low[v] != order[v] {
			return
		}
		at := slices.Index(stack, v)
		circle := slices.Clone(stack[at:])
		for _, w := range circle {
			open[w] = false
		}
		stack = stack[:at]
		out = append(out, circle)
	}
	for v := range graph {
		if order[v] == 0 {
			visit(v)
		}
	}
	return out
}

// largest returns the circle with the most files. A single file is not a circle.
func largest(circles [][]string) []string {
	if len(circles) == 0 {
		return nil
	}
	most := slices.MaxFunc(circles, func(a, b []string) int { return cmp.Compare(len(a), len(b)) })
	if len(most) < 2 {
		return nil
	}
	slices.Sort(most)
	return most
}

// busiest returns the type with the most methods.
func busiest(pkg *types.Package) (name string, methods int) {
	for _, n := range pkg.Scope().Names() {
		if t, ok := pkg.Scope().Lookup(n).Type().(*types.Named); ok && t.Obj().Pkg() == pkg && t.Obj().Name() == n && t.NumMethods() > methods {
			name, methods = n, t.NumMethods()
		}
	}
	return name, methods
}

func exported(pkg *types.Package) (n int) {
	for _, name := range pkg.Scope().Names() {
		o := pkg.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		n++
		t, ok := o.Type().(*types.Named)
		if _, isType := o.(*types.TypeName); !ok || !isType {
			continue
		}
		for m := range t.Methods() {
			if m.Exported() {
				n++
			}
		}
	}
	return n
}

// report prints one line for each package, marks values above a limit with "!",
// and returns how many there are.
func report(w io.Writer, shapes []shape) (broken int) {
	slices.SortFunc(shapes, func(a, b shape) int { return strings.Compare(a.path, b.path) })
	mark := func(n, limit int) string {
		if n > limit {
			broken++
			return fmt.Sprintf("%d!", n)
		}
		return fmt.Sprint(n)
	}
	fmt.Fprintf(w, "%-36s %5s %7s  %-28s %9s  %s\n", "package", "files", "circle", "most methods", "exported", "longest file")
	for _, s := range shapes {
		fmt.Fprintf(w, "%-36s %5d %7s  %-28s %9s  %s\n", s.path, s.files, mark(len(s.circle), maxCircle),
			mark(s.methods, maxMethods)+" "+s.receiver, mark(s.exported, maxExported), mark(s.lines, maxLines)+" "+s.longest)
		if len(s.circle) > maxCircle {
			fmt.Fprintf(w, "    circle: %s\n", strings.Join(s.circle, " "))
		}
	}
	return broken
}
