package dummy

// Shares of the changes in a hundred; what is left is for pieces that may stay
// out.
const (
	swapPieces = 24
	turnJoint  = swapPieces + 24
	swapSons   = turnJoint + 8
	reflected  = swapSons + 4
	swapTrees  = reflected + 9
	graftPiece = swapTrees + 15
	graftTree  = graftPiece + 3
	windFive   = graftTree + 6
	fixWidth   = windFive + 5
	inAndOut   = 100
)

// bendShare is of how many turned joints one becomes a dogleg, where there are
// stories that can be one.
const bendShare = 3

// change gives a tree that differs from one in one thing; the same tree where
// the chosen change does not apply.
func (a *annealer) change(root id) id {
	a.list = a.f.nodesOf(root, a.list[:0])
	pick := a.rnd.IntN(inAndOut)
	switch {
	case pick < swapPieces:
		return a.swap(root, a.leaf(), a.leaf())
	case pick < turnJoint:
		if a.bendable && a.rnd.IntN(bendShare) == 0 {
			return a.bend(root, a.any())
		}
		return a.turn(root, a.any())
	case pick < swapSons:
		return a.swapSons(root, a.any())
	case pick < reflected:
		n := a.any()
		return a.f.rewrite(root, []id{n}, []id{a.reflect(n, [...]op{stack, row}[a.rnd.IntN(2)])})
	case pick < swapTrees:
		return a.swap(root, a.any(), a.any())
	case pick < graftPiece:
		return a.graft(root, a.leaf())
	case pick < graftTree:
		return a.graft(root, a.any())
	case pick < windFive:
		n := a.any()
		if to := a.wind(n); to != n {
			return a.f.rewrite(root, []id{n}, []id{to})
		}
		return root
	}
	if pick < fixWidth || !a.optional {
		return a.fix(root, a.leaf())
	}
	return a.inOut(root)
}

// fix allows a piece one width only, or one height at it as well, or any again:
// joints take the cheapest division by fit, and a dearer one may be the better
// page.
func (a *annealer) fix(root, n id) id {
	nd := a.f.nodes[n]
	width, rows := 0, 0
	if nd.sons[1] == 0 {
		width = 1 + a.rnd.IntN(a.s.Columns)
		if fits := a.s.Pieces[nd.sons[0]].Fits; width < len(fits) && len(fits[width]) > 0 && a.rnd.IntN(2) == 0 {
			rows = fits[width][a.rnd.IntN(len(fits[width]))].Rows
		}
	}
	return a.f.rewrite(root, []id{n}, []id{a.f.leaf(int(nd.sons[0]), width, rows)})
}

// any is a node of the tree by chance, leaf one of its leaves.
func (a *annealer) any() id { return a.list[a.rnd.IntN(len(a.list))] }

func (a *annealer) leaf() id {
	for {
		if n := a.any(); a.f.nodes[n].op == leaf {
			return n
		}
	}
}

// swap lets two nodes change places; one inside the other cannot.
func (a *annealer) swap(root, x, y id) id {
	if a.f.nodes[x].pieces&a.f.nodes[y].pieces != 0 {
		return root
	}
	return a.f.rewrite(root, []id{x, y}, []id{y, x})
}

// turn makes a stack a row and a row a stack, and mirrors a wheel.
func (a *annealer) turn(root, n id) id {
	nd := a.f.nodes[n]
	to := [...]op{leaf: leaf, stack: row, row: stack, wheel: mirror, mirror: wheel, footed: capped, hung: footed, capped: hung}[nd.op]
	if to == leaf {
		return root
	}
	return a.f.rewrite(root, []id{n}, []id{a.f.join(to, nd.sons[:to.sons()]...)})
}

// swapSons swaps the sons of a joint, or two of a wheel.
func (a *annealer) swapSons(root, n id) id {
	sons := a.f.sonsOf(n)
	if len(sons) == 0 {
		return root
	}
	i := a.rnd.IntN(len(sons))
	k := (i + 1 + a.rnd.IntN(len(sons)-1)) % len(sons)
	return a.swap(root, sons[i], sons[k])
}

// reflect is a node with its joints of one way, and those below them, turned
// about: what stood left stands right, or what was at the top is at the foot.
func (a *annealer) reflect(n id, way op) id {
	nd := a.f.nodes[n]
	if nd.op == leaf {
		return n
	}
	var sons [len(wheelSons{})]id
	for i, s := range nd.sons[:nd.op.sons()] {
		sons[i] = a.reflect(s, way)
	}
	switch {
	case nd.op.isDogleg(): // it is read from the left, and begins below its head
		nd.op = reflectedLegs[way][nd.op]
	case nd.op == way:
		sons[0], sons[1] = sons[1], sons[0]
	case nd.op == wheel && way == row:
		nd.op = mirror
	case nd.op == mirror && way == row:
		nd.op = wheel
	case nd.op == wheel || nd.op == mirror:
		// Upside down A and D change places, as B and C do, in a wheel that
		// turns the other way.
		sons[0], sons[1], sons[2], sons[3] = sons[2], sons[3], sons[0], sons[1]
		nd.op = [...]op{wheel: mirror, mirror: wheel}[nd.op]
	}
	return a.f.join(nd.op, sons[:nd.op.sons()]...)
}

// reflectedLegs are the doglegs nearest to those that are turned about.
var reflectedLegs = map[op]map[op]op{
	row:   {footed: hung, hung: footed, capped: capped},
	stack: {footed: capped, hung: hung, capped: footed},
}

// graft takes a node out and joins it to another.
func (a *annealer) graft(root, x id) id {
	without := a.f.rewrite(root, []id{x}, []id{none})
	if without == none {
		return root
	}
	a.list = a.f.nodesOf(without, a.list[:0])
	to := a.any()
	return a.f.rewrite(without, []id{to}, []id{a.beside(x, to)})
}

// beside joins two nodes, either way and in either order.
func (a *annealer) beside(x, y id) id {
	way := a.rnd.IntN(4)
	if way&1 != 0 {
		x, y = y, x
	}
	return a.f.join([...]op{stack, row}[way>>1], x, y)
}

// wind makes a wheel of five neighbours below a node, and of a wheel a chain.
func (a *annealer) wind(n id) id {
	nd := a.f.nodes[n]
	if nd.op == wheel || nd.op == mirror {
		sons := nd.sons
		a.rnd.Shuffle(len(sons), func(i, k int) { sons[i], sons[k] = sons[k], sons[i] })
		return a.f.chain(sons[:])
	}
	list := a.five(n)
	if len(list) != len(wheelSons{}) {
		return n
	}
	a.rnd.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
	return a.f.join([...]op{wheel, mirror}[a.rnd.IntN(2)], list...)
}

// five opens the joints of the largest groups of a node until there are five
// groups, or nothing is left to open.
func (a *annealer) five(n id) []id {
	list := []id{n}
	for len(list) < len(wheelSons{}) {
		at := -1
		for i, m := range list {
			if o := a.f.nodes[m].op; o != stack && o != row {
				continue
			}
			if at < 0 || a.f.nodes[m].pieces.count() > a.f.nodes[list[at]].pieces.count() {
				at = i
			}
		}
		if at < 0 {
			break
		}
		sons := a.f.sonsOf(list[at])
		list = append(append(append([]id(nil), list[:at]...), sons...), list[at+1:]...)
	}
	return list
}

// inOut lets an optional piece leave, come or take another's place.
func (a *annealer) inOut(root id) id {
	in := a.f.nodes[root].pieces
	var inside, outside []id
	for i := range a.s.Pieces {
		switch p := &a.s.Pieces[i]; {
		case !in.has(i):
			outside = append(outside, a.f.leaves[i])
		case p.optional() && p.Pin == nil:
			inside = append(inside, a.f.leaves[i])
		}
	}
	pick := a.rnd.IntN(3)
	switch {
	case pick == 0 && len(inside) > 0:
		if without := a.f.rewrite(root, []id{inside[a.rnd.IntN(len(inside))]}, []id{none}); without != none {
			return without
		}
	case pick == 1 && len(outside) > 0:
		to := a.any()
		return a.f.rewrite(root, []id{to}, []id{a.beside(outside[a.rnd.IntN(len(outside))], to)})
	case pick == 2 && len(inside) > 0 && len(outside) > 0:
		return a.f.rewrite(root, []id{inside[a.rnd.IntN(len(inside))]}, []id{outside[a.rnd.IntN(len(outside))]})
	}
	return root
}
