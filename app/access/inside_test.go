package access

// SetCost makes passphrases cheap, for tests.
func (s *Service) SetCost(memory, passes uint32) {
	s.cost = cost{memory: memory, passes: passes, threads: 1}
}

// CurrentCost gives the costs of a new service.
func CurrentCost() (memory, passes uint32) { return currentCost.memory, currentCost.passes }
