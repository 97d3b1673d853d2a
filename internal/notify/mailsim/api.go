package mailsim

import (
	"encoding/json"
	"net/http"
	"slices"
)

// apiList answers {"messages": […]}, newest first; ?to= selects one recipient.
func (s *Server) apiList(w http.ResponseWriter, r *http.Request) {
	messages := s.Messages()
	slices.Reverse(messages)
	if to := r.URL.Query().Get("to"); to != "" {
		messages = slices.DeleteFunc(messages, func(m Message) bool { return !slices.Contains(m.To, to) })
	}
	s.writeJSON(w, map[string]any{"messages": append([]Message{}, messages...)})
}

func (s *Server) apiMessage(w http.ResponseWriter, r *http.Request) {
	m, ok := s.store.find(r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	s.writeJSON(w, m)
}

func (s *Server) apiClear(w http.ResponseWriter, _ *http.Request) {
	if err := s.Clear(); err != nil {
		s.fail(w, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (s *Server) apiFault(w http.ResponseWriter, _ *http.Request) { s.writeJSON(w, s.Fault()) }

func (s *Server) apiSetFault(w http.ResponseWriter, r *http.Request) {
	var f Fault
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 4096)).Decode(&f); err != nil {
		http.Error(w, "not a fault: "+err.Error(), http.StatusBadRequest)
		return
	}
	if err := s.SetFault(r.Context(), f); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.writeJSON(w, f)
}
