package inbox

import "context"

// StepAll takes all steps that are due, and the settings that changed.
func (s *Service) StepAll(ctx context.Context) error {
	_, err := s.stepAll(ctx, &changes{first: true})
	return err
}

// TidyOnce removes what is too old.
func (s *Service) TidyOnce(ctx context.Context) (int, error) { return s.tidyOnce(ctx) }
