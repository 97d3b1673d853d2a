package forecast

import (
	"encoding/json"
	"math"

	"cafe24-inventory-alert/internal/outlook"
)

// groupVersion is the version of the output of [Groups.Encode]. Another version
// is not read.
const groupVersion = 1

// storedGroups is the stored form of [Groups].
type storedGroups struct {
	Version int
	Phi     paces
	Size    paces
	Kappa   float64
	Slope   float64
	Helps   [groupKinds][groupLevels]bool
	Mall    sparsePaces
	Groups  []storedGroup
}

type storedGroup struct {
	Kind  outlook.GroupKind
	Key   string
	Paces sparsePaces
}

// sparsePaces is the weights that are not 0, by index.
type sparsePaces map[int]float64

func (p *paces) sparse() sparsePaces {
	s := sparsePaces{}
	for i, w := range p {
		if w > 0 {
			s[i] = math.Round(w*1e4) / 1e4
		}
	}
	return s
}

// whole returns the weights; false if one cannot be read.
func (s sparsePaces) whole() (p paces, is bool) {
	for i, w := range s {
		if i < 0 || i >= groupRates || w < 0 {
			return p, false
		}
		p[i] = w
	}
	return p, true
}

// Encode returns the groups in a form to be stored; nil for nil.
func (g *Groups) Encode() []byte {
	if g == nil {
		return nil
	}
	s := storedGroups{Version: groupVersion, Phi: g.phi, Size: g.size, Kappa: g.kappa, Slope: g.slope, Helps: g.helps, Mall: g.mall.sparse()}
	for group, p := range g.groups {
		s.Groups = append(s.Groups, storedGroup{Kind: group.Kind, Key: group.Key, Paces: p.sparse()})
	}
	list, err := json.Marshal(s)
	if err != nil { // a number is infinite or NaN
		return nil
	}
	return list
}

// ReadGroups decodes the output of [Groups.Encode]. It returns nil, no groups,
// if there are none, or they have another version.
func ReadGroups(stored []byte) *Groups {
	var s storedGroups
	if len(stored) == 0 || json.Unmarshal(stored, &s) != nil || s.Version != groupVersion {
		return nil
	}
	g := &Groups{phi: s.Phi, size: s.Size, kappa: s.Kappa, slope: s.Slope, helps: s.Helps, groups: make(map[outlook.Group]*paces, len(s.Groups))}
	var is bool
	if g.mall, is = s.Mall.whole(); !is || g.mall.total() <= 0 {
		return nil
	}
	for _, of := range s.Groups {
		p, is := of.Paces.whole()
		if !is {
			return nil
		}
		g.groups[outlook.Group{Kind: of.Kind, Key: of.Key}] = &p
	}
	return g
}
