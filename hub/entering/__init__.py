"""What the province enters for a unit that sent it by mail, or said it by telephone: under the hub's own key, and marked."""
