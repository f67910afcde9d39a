"""The pages of incidents: the firm's and the office's."""
