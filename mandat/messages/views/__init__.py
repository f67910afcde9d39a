"""The pages of messages: the firm's and the office's."""
