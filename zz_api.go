//go:build ignore

package main

import (
	"fmt"
	"go/types"
	"strings"
	"sort"

	"golang.org/x/tools/go/packages"
)

func main() {
	cfg := &packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedImports | packages.NeedDeps | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedFiles | packages.NeedCompiledGoFiles}
	ps, err := packages.Load(cfg, "./render/...", "./layout/...", "./fonts/...")
	if err != nil { panic(err) }
	all := map[string]bool{}
	for _, p := range ps {
		if strings.Contains(p.PkgPath+"/", "/internal/") { continue }
		sc := p.Types.Scope()
		for _, n := range sc.Names() {
			o := sc.Lookup(n)
			if !o.Exported() { continue }
			visit(all, p.PkgPath+"."+n, o.Type(), map[types.Type]bool{}, true)
			if tn, ok := o.(*types.TypeName); ok {
				if nt, ok := tn.Type().(*types.Named); ok {
					for i := 0; i < nt.NumMethods(); i++ {
						m := nt.Method(i)
						if m.Exported() { visit(all, p.PkgPath+"."+n+"."+m.Name(), m.Type(), map[types.Type]bool{}, true) }
					}
					visit(all, p.PkgPath+"."+n, nt.Underlying(), map[types.Type]bool{}, true)
				}
				if tn.IsAlias() { visit(all, p.PkgPath+"."+n+"(alias)", types.Unalias(tn.Type()), map[types.Type]bool{}, true) }
			}
		}
	}
	var out []string
	for k := range all { out = append(out, k) }
	sort.Strings(out)
	for _, k := range out { fmt.Println(k) }
}

func visit(all map[string]bool, where string, t types.Type, seen map[types.Type]bool, top bool) {
	if seen[t] { return }
	seen[t] = true
	switch t := t.(type) {
	case *types.Alias:
		named(all, where, t.Obj())
		visit(all, where, t.Rhs(), seen, false)
	case *types.Named:
		named(all, where, t.Obj())
		for i := 0; i < t.TypeArgs().Len(); i++ { visit(all, where, t.TypeArgs().At(i), seen, false) }
	case *types.Pointer: visit(all, where, t.Elem(), seen, false)
	case *types.Slice: visit(all, where, t.Elem(), seen, false)
	case *types.Array: visit(all, where, t.Elem(), seen, false)
	case *types.Chan: visit(all, where, t.Elem(), seen, false)
	case *types.Map: visit(all, where, t.Key(), seen, false); visit(all, where, t.Elem(), seen, false)
	case *types.Signature:
		for i := 0; i < t.Params().Len(); i++ { visit(all, where, t.Params().At(i).Type(), seen, false) }
		for i := 0; i < t.Results().Len(); i++ { visit(all, where, t.Results().At(i).Type(), seen, false) }
	case *types.Struct:
		for i := 0; i < t.NumFields(); i++ { f := t.Field(i); if f.Exported() || f.Embedded() { visit(all, where+"."+f.Name(), f.Type(), seen, false) } }
	case *types.Interface:
		for i := 0; i < t.NumMethods(); i++ { visit(all, where+"."+t.Method(i).Name(), t.Method(i).Type(), seen, false) }
	}
}
func named(all map[string]bool, where string, o *types.TypeName) {
	if o.Pkg() == nil { return }
	p := o.Pkg().Path()
	if strings.HasPrefix(p, "duikai") && strings.Contains(p+"/", "/internal/") { all["INTERNAL "+where+" -> "+p+"."+o.Name()] = true; return }
	if strings.HasPrefix(p, "duikai") && !o.Exported() && o.Parent()==o.Pkg().Scope() { all["unexported "+where+" -> "+p+"."+o.Name()] = true; return }
	if !strings.HasPrefix(p, "duikai") && strings.Contains(p, ".") { all["FOREIGN "+where+" -> "+p+"."+o.Name()] = true }
}
