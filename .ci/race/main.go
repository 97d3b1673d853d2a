// Command race prints the packages whose tests need the race detector, and with
// -not the other packages that have tests. The Makefile runs the latter without
// it, several times as fast.
//
// A test of the former whose doc comment has the directive
//
//	//race:none (reason)
//
// runs without the detector too. -tests prints such tests as a pattern for go
// test's -run and -skip, and -in the packages that they are in. The directive is
// for simulations that do one step after the other: what they call runs in
// goroutines in other tests.
//
// A package needs no race detector if two goroutines cannot share anything in it
// that one of them writes: neither it nor a package of this module that it or
// its tests import starts a goroutine, imports sync, net or os/exec, schedules a
// function, or assigns to a package variable; and no package of another module
// that they import, tests apart, starts a goroutine. What is called from goroutines of another
// package runs under the detector in the tests of that package.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

type listed struct {
	ImportPath, Dir                              string
	Standard                                     bool
	Module                                       *struct{ Main bool }
	GoFiles, CgoFiles, TestGoFiles, XTestGoFiles []string
	Imports, TestImports, XTestImports           []string
}

func (p *listed) own() bool { return p.Module != nil && p.Module.Main }

func main() {
	not := flag.Bool("not", false, "print the packages that need no race detector")
	tests := flag.Bool("tests", false, "print a pattern of the marked tests in the others")
	in := flag.Bool("in", false, "print the packages of the marked tests")
	flag.Parse()
	packages, err := list()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	r := &rule{packages: packages, shares: map[string]bool{}}
	var names []string
	for name, p := range packages {
		if !p.own() || len(p.TestGoFiles)+len(p.XTestGoFiles) == 0 {
			continue
		}
		needs, err := r.needs(p)
		if err != nil {
			fmt.Fprintln(os.Stderr, name, err)
			os.Exit(1)
		}
		if needs != *not {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if *tests || *in {
		pattern, of, err := r.marked(names)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if names = of; *tests {
			names = []string{pattern}
		}
	}
	for _, name := range names {
		fmt.Println(name)
	}
}

// marked returns the tests with the directive, and their packages. A pattern of
// go test holds for all packages, so a marked test's name has to be the only
// one.
func (r *rule) marked(packages []string) (pattern string, in []string, err error) {
	var marked []string
	times := map[string]int{}
	for _, name := range packages {
		p, before := r.packages[name], len(marked)
		for _, file := range slices.Concat(p.TestGoFiles, p.XTestGoFiles) {
			parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, file), nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return "", nil, err
			}
			for _, d := range parsed.Decls {
				f, is := d.(*ast.FuncDecl)
				if !is || !strings.HasPrefix(f.Name.Name, "Test") {
					continue
				}
				times[f.Name.Name]++
				if f.Doc != nil && slices.ContainsFunc(f.Doc.List, func(c *ast.Comment) bool { return strings.HasPrefix(c.Text, "//race:none ") }) {
					marked = append(marked, f.Name.Name)
				}
			}
		}
		if len(marked) > before {
			in = append(in, name)
		}
	}
	for _, name := range marked {
		if times[name] > 1 {
			return "", nil, fmt.Errorf("%s is marked race:none, and another package has a test of that name", name)
		}
	}
	return "^(" + strings.Join(marked, "|") + ")$", in, nil
}

// list returns the packages of this module and all that they and their tests
// import, by import path.
func list() (map[string]*listed, error) {
	out, err := exec.Command("go", "list", "-deps", "-test", "-json=ImportPath,Dir,Standard,Module,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,Imports,TestImports,XTestImports", "./...").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	packages := map[string]*listed{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		switch err := d.Decode(&p); {
		case errors.Is(err, io.EOF):
			return packages, nil
		case err != nil:
			return nil, fmt.Errorf("go list: %w", err)
		}
		if strings.ContainsAny(p.ImportPath, " ") || strings.HasSuffix(p.ImportPath, ".test") {
			continue // a package as its test compiles it
		}
		packages[p.ImportPath] = &p
	}
}

// rule remembers which packages share something.
type rule struct {
	packages map[string]*listed
	shares   map[string]bool
}

// needs reports whether the tests of a package need the race detector.
func (r *rule) needs(p *listed) (bool, error) {
	reached := map[string]bool{}
	queue := []string{p.ImportPath}
	for _, name := range slices.Concat(p.TestImports, p.XTestImports) {
		if of := r.packages[name]; of != nil && of.own() { // what only tests use, such as go-cmp, has tests of its own
			queue = append(queue, name)
		}
	}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if of := r.packages[name]; of == nil || of.Standard || reached[name] {
			continue
		}
		reached[name] = true
		shares, err := r.share(name)
		if err != nil || shares {
			return true, err
		}
		queue = append(queue, r.packages[name].Imports...)
	}
	return false, nil
}

// share reports whether the package itself, without its imports, has something
// that goroutines share.
func (r *rule) share(name string) (bool, error) {
	known, is := r.shares[name]
	if is {
		return known, nil
	}
	p := r.packages[name]
	shares := len(p.CgoFiles) > 0
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return false, err
		}
		files = append(files, file)
	}
	variables := declared(files)
	for _, file := range files {
		shares = shares || starts(file) || p.own() && (imports(file) || writes(file, variables))
	}
	r.shares[name] = shares
	return shares, nil
}

// starts reports whether a file starts a goroutine.
func starts(file *ast.File) (does bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			does = true
		case *ast.SelectorExpr:
			does = does || n.Sel.Name == "AfterFunc"
		}
		return !does
	})
	return does
}

func imports(file *ast.File) bool {
	return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool {
		path := strings.Trim(i.Path.Value, `"`)
		return path == "sync" || path == "sync/atomic" || path == "net" || path == "net/http" || path == "os/exec"
	})
}

// declared returns the names of the package's variables.
func declared(files []*ast.File) map[string]bool {
	names := map[string]bool{}
	for _, file := range files {
		for _, d := range file.Decls {
			if g, is := d.(*ast.GenDecl); is && g.Tok == token.VAR {
				for _, s := range g.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						names[name.Name] = true
					}
				}
			}
		}
	}
	return names
}

// writes reports whether a file assigns to a variable of the package, or takes
// its address. A local variable of the same name counts too.
func writes(file *ast.File, variables map[string]bool) (does bool) {
	of := func(e ast.Expr) bool {
		for {
			switch x := e.(type) {
			case *ast.Ident:
				return variables[x.Name]
			case *ast.IndexExpr:
				e = x.X
			case *ast.SelectorExpr:
				e = x.X
			case *ast.StarExpr:
				e = x.X
			case *ast.ParenExpr:
				e = x.X
			default:
				return false
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			does = does || n.Tok != token.DEFINE && slices.ContainsFunc(n.Lhs, of)
		case *ast.IncDecStmt:
			does = does || of(n.X)
		case *ast.UnaryExpr:
			does = does || n.Op == token.AND && of(n.X)
		}
		return !does
	})
	return does
}
